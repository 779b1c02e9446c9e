using System.Runtime.InteropServices;

namespace SkillsPassport.Issuer.Certificates.Drawing;

/// <summary>
/// The one door to libpango, libpangocairo and libgobject: shaping of text with the right Bangla conjuncts.
/// </summary>
internal static partial class Pango
{
    private const string Library = "libpango-1.0.so.0";
    private const string CairoBinding = "libpangocairo-1.0.so.0";
    private const string GObject = "libgobject-2.0.so.0";

    /// <summary>Pango units in one point.</summary>
    public const double Scale = 1024;

    public const uint GlyphEmpty = 0x0FFFFFFF;
    public const uint GlyphUnknownFlag = 0x10000000;
    private const int HintOff = 1;

    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Rectangle(int X, int Y, int Width, int Height);

    /// <summary>PangoGlyphInfo: the glyph, its advance and offsets in Pango units, and a word of flags.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct GlyphInfo(uint Glyph, int Width, int XOffset, int YOffset, uint Attributes);

    /// <summary>PangoGlyphString.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly unsafe struct GlyphString
    {
        public readonly int Count;
        public readonly GlyphInfo* Glyphs;
        public readonly int* LogClusters;
        private readonly int _space;
    }

    /// <summary>The head of PangoItem, up to the font of its PangoAnalysis.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly struct Item
    {
        public readonly int Offset;
        public readonly int Length;
        public readonly int Characters;
        private readonly nint _shapeEngine;
        private readonly nint _languageEngine;
        public readonly nint Font;
        public readonly byte Level;
    }

    /// <summary>The head of PangoGlyphItem, which is a run of a layout line.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly unsafe struct Run
    {
        public readonly Item* Item;
        public readonly GlyphString* Glyphs;
    }

    /// <summary>A reference to a GObject, given back when disposed.</summary>
    public sealed class ObjectHandle : SafeHandle
    {
        public ObjectHandle() : base(0, ownsHandle: true) { }

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            g_object_unref(handle);
            return true;
        }
    }

    /// <summary>
    /// A font map of its own, so that its owner may shape on one thread while others shape on theirs.
    /// </summary>
    public static ObjectHandle NewFontMap()
    {
        var map = pango_cairo_font_map_new();
        pango_cairo_font_map_set_resolution(map, 72);
        return map;
    }

    /// <summary>A context without hinting: widths must be those of paper, not of a screen.</summary>
    public static ObjectHandle NewContext(ObjectHandle fontMap)
    {
        var context = pango_font_map_create_context(fontMap);
        var options = Cairo.cairo_font_options_create();
        Cairo.cairo_font_options_set_hint_style(options, HintOff);
        Cairo.cairo_font_options_set_hint_metrics(options, HintOff);
        pango_cairo_context_set_font_options(context, options);
        Cairo.cairo_font_options_destroy(options);
        pango_context_set_round_glyph_positions(context, 0);
        return context;
    }

    /// <summary>The family that fontconfig really gives for this name; null when it has none at all.</summary>
    public static string? FamilyGivenFor(ObjectHandle context, string family)
    {
        var wanted = pango_font_description_new();
        try
        {
            pango_font_description_set_family(wanted, family);
            using var font = pango_context_load_font(context, wanted);
            if (font.IsInvalid)
            {
                return null;
            }
            var given = pango_font_describe(font);
            var name = Marshal.PtrToStringUTF8(pango_font_description_get_family(given));
            pango_font_description_free(given);
            return name;
        }
        finally
        {
            pango_font_description_free(wanted);
        }
    }

    /// <summary>
    /// Keeps letters apart: a ligature costs a second copy of its font in the PDF and hides its letters.
    /// </summary>
    public static void WithoutLigatures(ObjectHandle layout)
    {
        var attributes = pango_attr_list_new();
        pango_attr_list_insert(attributes, pango_attr_font_features_new("liga=0,clig=0"));
        pango_layout_set_attributes(layout, attributes);
        pango_attr_list_unref(attributes);
    }

    [LibraryImport(Library)]
    private static partial nint pango_attr_list_new();

    [LibraryImport(Library)]
    private static partial void pango_attr_list_unref(nint attributes);

    [LibraryImport(Library)]
    private static partial void pango_attr_list_insert(nint attributes, nint attribute);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint pango_attr_font_features_new(string features);

    [LibraryImport(Library)]
    private static partial void pango_layout_set_attributes(ObjectHandle layout, nint attributes);

    [LibraryImport(GObject)]
    private static partial void g_object_unref(nint instance);

    [LibraryImport(CairoBinding)]
    private static partial ObjectHandle pango_cairo_font_map_new();

    [LibraryImport(CairoBinding)]
    private static partial void pango_cairo_font_map_set_resolution(ObjectHandle fontMap, double dpi);

    [LibraryImport(Library)]
    private static partial ObjectHandle pango_font_map_create_context(ObjectHandle fontMap);

    [LibraryImport(CairoBinding)]
    private static partial void pango_cairo_context_set_font_options(ObjectHandle context, nint options);

    [LibraryImport(Library)]
    private static partial void pango_context_set_round_glyph_positions(ObjectHandle context, int round);

    [LibraryImport(Library)]
    private static partial ObjectHandle pango_context_load_font(ObjectHandle context, nint description);

    [LibraryImport(Library)]
    private static partial nint pango_font_describe(ObjectHandle font);

    [LibraryImport(CairoBinding)]
    public static partial nint pango_cairo_font_get_scaled_font(nint font);

    [LibraryImport(Library)]
    public static partial nint pango_font_description_new();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void pango_font_description_set_family(nint description, string family);

    [LibraryImport(Library)]
    public static partial void pango_font_description_set_weight(nint description, int weight);

    [LibraryImport(Library)]
    public static partial void pango_font_description_set_size(nint description, int size);

    [LibraryImport(Library)]
    private static partial nint pango_font_description_get_family(nint description);

    [LibraryImport(Library)]
    public static partial void pango_font_description_free(nint description);

    [LibraryImport(Library)]
    public static partial ObjectHandle pango_layout_new(ObjectHandle context);

    [LibraryImport(Library)]
    public static unsafe partial void pango_layout_set_text(ObjectHandle layout, byte* utf8, int length);

    [LibraryImport(Library)]
    public static partial void pango_layout_set_font_description(ObjectHandle layout, nint description);

    [LibraryImport(Library)]
    public static partial void pango_layout_set_width(ObjectHandle layout, int width);

    [LibraryImport(Library)]
    public static partial void pango_layout_set_wrap(ObjectHandle layout, int wrap);

    [LibraryImport(Library)]
    public static partial int pango_layout_get_unknown_glyphs_count(ObjectHandle layout);

    [LibraryImport(Library)]
    public static partial int pango_layout_get_line_count(ObjectHandle layout);

    [LibraryImport(Library)]
    public static partial nint pango_layout_get_iter(ObjectHandle layout);

    [LibraryImport(Library)]
    public static partial void pango_layout_iter_free(nint iterator);

    [LibraryImport(Library)]
    public static unsafe partial Run* pango_layout_iter_get_run_readonly(nint iterator);

    [LibraryImport(Library)]
    public static partial int pango_layout_iter_next_run(nint iterator);

    [LibraryImport(Library)]
    public static partial int pango_layout_iter_next_line(nint iterator);

    [LibraryImport(Library)]
    public static partial int pango_layout_iter_get_baseline(nint iterator);

    [LibraryImport(Library)]
    public static partial void pango_layout_iter_get_run_extents(
        nint iterator, out Rectangle ink, out Rectangle logical);

    [LibraryImport(Library)]
    public static partial void pango_layout_iter_get_line_extents(
        nint iterator, out Rectangle ink, out Rectangle logical);
}
