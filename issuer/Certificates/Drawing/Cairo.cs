using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SkillsPassport.Issuer.Certificates.Drawing;

/// <summary>
/// The one door to libcairo: its functions as they are, its handles as safe handles, its errors as exceptions.
/// </summary>
internal static partial class Cairo
{
    private const string Library = "libcairo.so.2";

    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Glyph(CULong Index, double X, double Y);

    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct TextCluster(int Bytes, int Glyphs);

    public enum Metadata { Title, Author, Subject, Keywords, Creator, CreateDate, ModDate }

    public enum LineCap { Butt, Round, Square }

    private const int PdfVersion15 = 1;
    private const int StatusSuccess = 0;
    private const int StatusWriteError = 11;

    /// <summary>A PDF surface that writes to a stream, and the context that draws on it.</summary>
    public sealed class Pdf : IDisposable
    {
        private readonly Stream _output;
        private readonly GCHandle _self;
        private readonly nint _surface;
        private Exception? _failure;
        private bool _finished;

        public unsafe Pdf(Stream output, double widthPoints, double heightPoints)
        {
            _output = output;
            _self = GCHandle.Alloc(this);
            _surface = cairo_pdf_surface_create_for_stream(&Write, GCHandle.ToIntPtr(_self), widthPoints, heightPoints);
            Context = cairo_create(_surface);
            // Below 1.5 Cairo leaves out the text that stands behind the glyphs.
            cairo_pdf_surface_restrict_to_version(_surface, PdfVersion15);
            ThrowOn(cairo_status(Context));
        }

        public nint Context { get; }

        public void Set(Metadata what, string value) => cairo_pdf_surface_set_metadata(_surface, (int)what, value);

        public void EndPage() => cairo_show_page(Context);

        /// <summary>Writes what is left; only after this is the PDF whole.</summary>
        public void Finish()
        {
            var drawn = cairo_status(Context);
            cairo_surface_finish(_surface);
            _finished = true;
            if (_failure is not null)
            {
                throw new IOException("The PDF could not be written to its stream.", _failure);
            }
            ThrowOn(drawn);
            ThrowOn(cairo_surface_status(_surface));
        }

        public void Dispose()
        {
            if (!_self.IsAllocated)
            {
                return;
            }
            if (!_finished)
            {
                // Destroying an unfinished surface writes its end: that must not reach a stream its owner has given up.
                _failure ??= new OperationCanceledException();
            }
            cairo_destroy(Context);
            cairo_surface_destroy(_surface);
            _self.Free();
        }

        [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
        private static unsafe int Write(nint closure, byte* data, uint length)
        {
            var pdf = (Pdf)GCHandle.FromIntPtr(closure).Target!;
            if (pdf._failure is not null)
            {
                return StatusWriteError;
            }
            try
            {
                pdf._output.Write(new ReadOnlySpan<byte>(data, (int)length));
                return StatusSuccess;
            }
            catch (Exception e)
            {
                // An exception must not cross the native frames: it is kept, and thrown by Finish.
                pdf._failure = e;
                return StatusWriteError;
            }
        }

        private static void ThrowOn(int status)
        {
            if (status != StatusSuccess)
            {
                throw new InvalidOperationException(
                    "Cairo: " + Marshal.PtrToStringUTF8(cairo_status_to_string(status)));
            }
        }
    }

    /// <summary>
    /// Paints a square of black and white cells, the way a PDF holds it smallest: a one-bit image with hard edges. Each
    /// cell
    /// is several pixels, so that a viewer that smooths images softens only the rim of a cell.
    /// </summary>
    public static unsafe void PaintCells(
        nint context, int side, Func<int, int, bool> dark, double x, double y, double width)
    {
        const int formatRgb24 = 1, filterNearest = 3, pixelsInCell = 3;
        const uint white = 0x00FFFFFF, black = 0;
        var pixels = side * pixelsInCell;
        var surface = cairo_image_surface_create(formatRgb24, pixels, pixels);
        try
        {
            var stride = cairo_image_surface_get_stride(surface);
            var data = cairo_image_surface_get_data(surface);
            cairo_surface_flush(surface);
            for (var row = 0; row < side; row++)
            {
                var first = new Span<uint>(data + row * pixelsInCell * stride, pixels);
                for (var column = 0; column < side; column++)
                {
                    first.Slice(column * pixelsInCell, pixelsInCell).Fill(dark(row, column) ? black : white);
                }
                for (var copy = 1; copy < pixelsInCell; copy++)
                {
                    first.CopyTo(new Span<uint>(data + (row * pixelsInCell + copy) * stride, pixels));
                }
            }
            cairo_surface_mark_dirty(surface);
            cairo_save(context);
            cairo_translate(context, x, y);
            cairo_scale(context, width / pixels, width / pixels);
            cairo_set_source_surface(context, surface, 0, 0);
            cairo_pattern_set_filter(cairo_get_source(context), filterNearest);
            cairo_paint(context);
            cairo_restore(context);
        }
        finally
        {
            cairo_surface_destroy(surface);
        }
    }

    [LibraryImport(Library)]
    private static partial nint cairo_image_surface_create(int format, int width, int height);

    [LibraryImport(Library)]
    private static partial int cairo_image_surface_get_stride(nint surface);

    [LibraryImport(Library)]
    private static unsafe partial byte* cairo_image_surface_get_data(nint surface);

    [LibraryImport(Library)]
    private static partial void cairo_surface_flush(nint surface);

    [LibraryImport(Library)]
    private static partial void cairo_surface_mark_dirty(nint surface);

    [LibraryImport(Library)]
    private static partial nint cairo_get_source(nint context);

    [LibraryImport(Library)]
    private static partial void cairo_pattern_set_filter(nint pattern, int filter);

    [LibraryImport(Library)]
    private static partial void cairo_set_source_surface(nint context, nint surface, double x, double y);

    [LibraryImport(Library)]
    private static partial void cairo_paint(nint context);

    [LibraryImport(Library)]
    private static unsafe partial nint cairo_pdf_surface_create_for_stream(
        delegate* unmanaged[Cdecl]<nint, byte*, uint, int> write, nint closure, double width, double height);

    [LibraryImport(Library)]
    private static partial void cairo_pdf_surface_restrict_to_version(nint surface, int version);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial void cairo_pdf_surface_set_metadata(nint surface, int metadata, string utf8);

    [LibraryImport(Library)]
    private static partial nint cairo_create(nint surface);

    [LibraryImport(Library)]
    private static partial void cairo_destroy(nint context);

    [LibraryImport(Library)]
    private static partial void cairo_surface_finish(nint surface);

    [LibraryImport(Library)]
    private static partial void cairo_surface_destroy(nint surface);

    [LibraryImport(Library)]
    private static partial int cairo_surface_status(nint surface);

    [LibraryImport(Library)]
    private static partial int cairo_status(nint context);

    [LibraryImport(Library)]
    private static partial nint cairo_status_to_string(int status);

    [LibraryImport(Library)]
    private static partial void cairo_show_page(nint context);

    [LibraryImport(Library)]
    public static partial void cairo_save(nint context);

    [LibraryImport(Library)]
    public static partial void cairo_restore(nint context);

    [LibraryImport(Library)]
    public static partial void cairo_translate(nint context, double x, double y);

    [LibraryImport(Library)]
    public static partial void cairo_scale(nint context, double x, double y);

    [LibraryImport(Library)]
    public static partial void cairo_rotate(nint context, double radians);

    [LibraryImport(Library)]
    public static partial void cairo_set_source_rgb(nint context, double red, double green, double blue);

    [LibraryImport(Library)]
    public static partial void cairo_set_line_width(nint context, double width);

    [LibraryImport(Library)]
    public static partial void cairo_set_line_cap(nint context, int cap);

    [LibraryImport(Library)]
    public static partial void cairo_set_line_join(nint context, int join);

    [LibraryImport(Library)]
    public static partial void cairo_new_path(nint context);

    [LibraryImport(Library)]
    public static partial void cairo_new_sub_path(nint context);

    [LibraryImport(Library)]
    public static partial void cairo_move_to(nint context, double x, double y);

    [LibraryImport(Library)]
    public static partial void cairo_line_to(nint context, double x, double y);

    [LibraryImport(Library)]
    public static partial void cairo_curve_to(
        nint context, double x1, double y1, double x2, double y2, double x3, double y3);

    [LibraryImport(Library)]
    public static partial void cairo_arc(nint context, double x, double y, double radius, double from, double to);

    [LibraryImport(Library)]
    public static partial void cairo_rectangle(nint context, double x, double y, double width, double height);

    [LibraryImport(Library)]
    public static partial void cairo_close_path(nint context);

    [LibraryImport(Library)]
    public static partial void cairo_stroke(nint context);

    [LibraryImport(Library)]
    public static partial void cairo_fill(nint context);

    [LibraryImport(Library)]
    public static partial void cairo_clip(nint context);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void cairo_tag_begin(nint context, string name, string attributes);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void cairo_tag_end(nint context, string name);

    [LibraryImport(Library)]
    public static partial void cairo_set_scaled_font(nint context, nint scaledFont);

    [LibraryImport(Library)]
    public static unsafe partial void cairo_show_text_glyphs(
        nint context, byte* utf8, int utf8Length, Glyph* glyphs, int glyphCount,
        TextCluster* clusters, int clusterCount, int clusterFlags);

    [LibraryImport(Library)]
    public static unsafe partial void cairo_glyph_path(nint context, Glyph* glyphs, int glyphCount);

    [LibraryImport(Library)]
    public static partial nint cairo_font_options_create();

    [LibraryImport(Library)]
    public static partial void cairo_font_options_destroy(nint options);

    [LibraryImport(Library)]
    public static partial void cairo_font_options_set_hint_style(nint options, int style);

    [LibraryImport(Library)]
    public static partial void cairo_font_options_set_hint_metrics(nint options, int metrics);
}
