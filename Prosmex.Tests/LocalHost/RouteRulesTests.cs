using Prosmex.LocalHost.Runtime;

namespace Prosmex.Tests.LocalHost;

[Trait("Kind", "Unit")]
public sealed class RouteRulesTests
{
    [Theory]
    [InlineData(null, "vacía")]
    [InlineData("", "vacía")]
    [InlineData("/clientes", "empezar con «/»")]
    [InlineData("admin", "«admin»")]
    [InlineData("Administradores/{id:int}", "«admin»")]
    [InlineData("runtimes", "«runtime»")]
    [InlineData("clientes/{id}", "necesita una restricción")]
    [InlineData("clientes/{id:int?}", "opcional")]
    [InlineData("clientes/{id:int=3}", "opcional")]
    [InlineData("clientes/{id:entero}", "no existe la restricción")]
    [InlineData("clientes/c{id:int}", "mezcla")]
    [InlineData("clientes/{id:int}/avales/{id:int}", "no es válida")]
    [InlineData("clientes/{id:int", "no es válida")]
    public void Problems_OneUnlawfulRoute_NamesTheFunction(string? template, string expected)
    {
        var problem = Assert.Single(RouteRules.Problems([Route("ClientesVer", template), Route("Otra", "otra")]));

        Assert.StartsWith("ClientesVer ", problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clientes")]
    [InlineData("clientes/{id:int}")]
    [InlineData("clientes/{id:int:min(1)}/pagos")]
    [InlineData("usuarios/admin")]
    [InlineData("reportes/runtime")]
    [InlineData("{id:guid}")]
    [InlineData("{*resto}")]
    public void Problems_OneLawfulRoute_None(string template) => Assert.Empty(RouteRules.Problems([Route("A", template)]));

    [Theory]
    [InlineData("clientes/{id:int}", "clientes/12")]
    [InlineData("clientes/12", "clientes/{id:int}")]
    [InlineData("clientes/resumen", "Clientes/Resumen")]
    [InlineData("clientes/{id:int}", "clientes/{clave:int}")]
    [InlineData("clientes/{id:int}", "clientes/{id:long}")]
    [InlineData("clientes/{id:guid}", "clientes/00000000-0000-0000-0000-000000000000")]
    [InlineData("clientes/{nombre:alpha}", "clientes/resumen")]
    [InlineData("clientes/{nombre:alpha}", "clientes/{id:guid}")]
    [InlineData("clientes/{id:int}/pagos", "clientes/7/{vista:length(5)}")]
    public void Problems_OverlappingTemplates_NamesBothEvenWithDisjointMethods(string first, string second)
    {
        var problem = Assert.Single(RouteRules.Problems([Route("Uno", first, "get"), Route("Dos", second, "post")]));

        Assert.Contains("Uno", problem, StringComparison.Ordinal);
        Assert.Contains("Dos", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clientes", "clientes/{id:int}")]
    [InlineData("clientes/{id:int}", "clientes/resumen")]
    [InlineData("clientes/{id:int}", "clientes/{clave:guid}")]
    [InlineData("clientes/{id:long}", "clientes/99999999999999999999")]
    [InlineData("clientes/{id:int}/pagos", "clientes/{id:int}/faltas")]
    [InlineData("clientes/{id:int}", "grupos/{id:int}")]
    public void Problems_DisjointTemplates_None(string first, string second) => Assert.Empty(RouteRules.Problems([Route("Uno", first, "get"), Route("Dos", second, "get")]));

    [Fact]
    public void Problems_SameTemplateAndDisjointMethods_None() =>
        Assert.Empty(RouteRules.Problems([Route("Uno", "clientes/{id:int}", "get"), Route("Dos", "clientes/{id:int}", "put", "delete")]));

    [Theory]
    [InlineData("GET")]
    [InlineData("put")]
    [InlineData(null)]
    public void Problems_SameTemplateAndSharedMethod_Refused(string? method)
    {
        var other = method is null ? Route("Dos", "clientes") : Route("Dos", "clientes", method);

        Assert.Contains("mismo método", Assert.Single(RouteRules.Problems([Route("Uno", "clientes", "get", "put"), other])), StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_CatchAllLastByName_MayOverlap() =>
        Assert.Empty(RouteRules.Problems([Route("ClientesVer", "clientes/{id:int}", "get"), Route("zzNoEncontrado", "{*resto}")]));

    [Fact]
    public void Problems_CatchAllNotLastByName_NamesBoth()
    {
        var problem = Assert.Single(RouteRules.Problems([Route("noEncontrado", "{*resto}"), Route("Rutas", "rutas", "get")]));

        Assert.Contains("noEncontrado", problem, StringComparison.Ordinal);
        Assert.Contains("Rutas", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_TwoCatchAlls_Refused() =>
        Assert.Contains("Yy y Zz", Assert.Single(RouteRules.Problems([Route("Yy", "archivos/{*resto}"), Route("Zz", "{*resto}")])), StringComparison.Ordinal);

    private static HttpRoute Route(string function, string? template, params string[] methods) => new(function, template, methods);
}
