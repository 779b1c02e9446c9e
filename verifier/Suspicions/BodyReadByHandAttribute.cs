using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace SkillsPassport.Verifier.Suspicions;

/// <summary>Keeps the framework from reading a form before the page has asked whether it may come, and from buffering
/// it on a disk.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BodyReadByHandAttribute : Attribute, IResourceFilter
{
    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        var factories = context.ValueProviderFactories;
        factories.RemoveType<FormValueProviderFactory>();
        factories.RemoveType<FormFileValueProviderFactory>();
        factories.RemoveType<JQueryFormValueProviderFactory>();
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }
}
