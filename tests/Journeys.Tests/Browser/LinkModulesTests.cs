using SkillsPassport.Verifier.Browser;

namespace SkillsPassport.Journeys.Tests.Browser;

/// <summary>Modules become one script, or the service does not start: nothing is half understood.</summary>
public sealed class LinkModulesTests
{
    [Fact]
    public void Each_module_keeps_its_own_names_and_comes_once_before_whoever_uses_it()
    {
        var linked = Link("a.mjs", new()
        {
            ["a.mjs"] = "import { one as first } from './b.mjs';\nimport { two } from './c.mjs';\nconst x = first + two;\n",
            ["b.mjs"] = "import {\n  two,\n} from './c.mjs';\nconst x = 1;\nexport const one = x + two;\n",
            ["c.mjs"] = "const x = 2;\nexport const two = x;\nexport async function later() {\n  return import('./d.mjs');\n}\n",
        });
        Assert.Equal(1, linked.Split("const c_mjs =").Length - 1);
        Assert.True(linked.IndexOf("const c_mjs", StringComparison.Ordinal) < linked.IndexOf("const b_mjs", StringComparison.Ordinal));
        Assert.Contains("const { one: first } = b_mjs;", linked);
        Assert.Contains("return { two, later };", linked);
        Assert.Contains("import('/js/d.mjs')", linked);
        Assert.DoesNotContain("export ", linked);
    }

    [Theory]
    [InlineData("export let count = 0;")]
    [InlineData("export default 1;")]
    [InlineData("export { x } from './b.mjs';")]
    [InlineData("import * as b from './b.mjs';")]
    [InlineData("import b from './b.mjs';")]
    [InlineData("import './b.mjs';")]
    [InlineData("const at = import.meta.url;")]
    [InlineData("await start();")]
    [InlineData("import { absent } from './b.mjs';")]
    [InlineData("import { x } from './a.mjs';")]
    public void What_it_would_misread_it_refuses(string line) =>
        Assert.Throws<InvalidOperationException>(() => Link("a.mjs", new() { ["a.mjs"] = line, ["b.mjs"] = "export const x = 1;" }));

    [Theory]
    [InlineData("const text = '</script>';")]
    [InlineData("const text = '<!--';")]
    public void What_would_end_its_own_element_cannot_stand_in_a_page(string script) =>
        Assert.Throws<InvalidOperationException>(() => InlineText.Of(script));

    private static string Link(string script, Dictionary<string, string> modules) =>
        LinkModules.Link(script, name => modules[name], name => "/js/" + name);
}
