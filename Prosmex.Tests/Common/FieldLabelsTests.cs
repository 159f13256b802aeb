using System.Reflection;
using System.Text.Json;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.PorAclarar;
using Prosmex.Functions.Http;

namespace Prosmex.Tests.Common;

/// <summary>What users read about the fields of a request: labels, never JSON names.</summary>
[Trait("Kind", "Unit")]
public sealed class FieldLabelsTests
{
    [Fact]
    public void Names_OfAllLabels_AreTheFieldsOfAllRequests()
    {
        var requests = typeof(FieldLabels).Assembly.GetExportedTypes().Where(t => t.Name.EndsWith("Request", StringComparison.Ordinal) && t.IsClass && t != typeof(PageRequest));
        var fields = requests.SelectMany(t => t.GetProperties()).Select(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name));
        var parameters = FunctionCatalog.Methods.Values.SelectMany(m => m.GetCustomAttributes<QueryParameterAttribute>()).Select(a => a.Name);

        var expected = fields.Concat(parameters).Concat(["page", "per_page"]).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(expected, FieldLabels.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void InvalidFields_SeveralMissing_AreOneSentence()
    {
        var error = Invalid(("nombre", FieldLabels.Missing), ("cp", "escriba los cinco dígitos."), ("colonia", FieldLabels.Missing), ("grupo_id", FieldLabels.Missing));

        Assert.Equal("Faltan datos: nombre, colonia y grupo. Código postal: escriba los cinco dígitos.", error.Mensaje);
        Assert.Equal(["Falta este dato.", "Escriba los cinco dígitos.", "Falta este dato.", "Elija el grupo."], error.Fields!.Values);
    }

    [Fact]
    public void InvalidFields_LastMissingBeginsWithI_IsJoinedByE() =>
        Assert.Equal("Faltan datos: nombre e interés.", Invalid(("nombre", FieldLabels.Missing), ("interes", FieldLabels.Missing)).Mensaje);

    [Theory]
    [InlineData("nombre", "Falta un dato: nombre.")]
    [InlineData("cliente_id", "Elija el cliente.")]
    public void InvalidFields_OneMissing_NamesItOrWhatToChoose(string field, string message) =>
        Assert.Equal(message, Invalid((field, FieldLabels.Missing)).Mensaje);

    [Theory]
    [InlineData("contrasena_nueva", "use de 8 a 72 caracteres.", "Contraseña nueva: use de 8 a 72 caracteres.")]
    [InlineData("filas[2].monto", "escriba una cantidad mayor que cero.", "Monto: escriba una cantidad mayor que cero.")]
    [InlineData("prestamo_id", "El pago no se puede pasar a otro préstamo.", "El pago no se puede pasar a otro préstamo.")]
    [InlineData("campo_nuevo", "no sirve.", "Campo nuevo: no sirve.")]
    public void InvalidFields_FragmentOrSentence_StandsAfterTheLabelOrAlone(string field, string problem, string message) =>
        Assert.Equal(message, Invalid((field, problem)).Mensaje);

    [Theory]
    [InlineData("monto", "escriba solo números, por ejemplo 350.50.")]
    [InlineData("fecha_pago", "escríbala como día/mes/año, por ejemplo 18/11/2026.")]
    [InlineData("tipo_prestamo_id", "Elija el tipo de préstamo.")]
    [InlineData("es_aval", "elija sí o no.")]
    [InlineData("filas[0].clave", "no se puede leer. Actualice la aplicación e intente de nuevo.")]
    public void WrongType_OfAField_SaysWhatToEnter(string path, string problem) => Assert.Equal(problem, FieldLabels.WrongType(path));

    [Fact]
    public void Id_ZeroBecauseNothingWasChosen_AsksToChoose()
    {
        var v = Validation.ForCreate();

        v.Id("cliente_id", Optional<int?>.Of(0));

        Assert.Equal("Elija el cliente.", v.Error!.Mensaje);
    }

    [Fact]
    public void LabelOf_EachValueOfACatalogue_HasNoInternalName()
    {
        Assert.Equal("Liquidación por renovación (sin efectivo)", EnumNames.LabelOf(TipoPago.LiquidacionPorRenovacion));
        Assert.Equal("elija pendiente, aplicado, devuelto o dado de baja.", Validation.ChoiceOf(Enum.GetValues<EstadoPorAclarar>()));
        Type[] catalogs = [typeof(Domain.Clientes.EstadoCivil), typeof(Domain.Clientes.Propiedad), typeof(Domain.Hojas.Visita), typeof(EstadoPorAclarar), typeof(Domain.Prestamos.StatusPrestamo), typeof(TipoPago)];
        Assert.All(catalogs.SelectMany(LabelsOf), label => Assert.Matches(@"^\p{Lu}\p{Ll}+( \p{Ll}+)*( \([\p{Ll} ]+\))?$", label));
    }

    private static IEnumerable<string> LabelsOf(Type catalog) =>
        from value in Enum.GetValues(catalog).Cast<object>()
        select (string)typeof(EnumNames).GetMethod(nameof(EnumNames.LabelOf))!.MakeGenericMethod(catalog).Invoke(null, [value])!;

    private static ErrorDeDominio Invalid(params (string Field, string Problem)[] problems) =>
        ErroresComunes.InvalidFields(problems.ToDictionary(p => p.Field, p => p.Problem));
}
