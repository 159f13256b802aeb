using Npgsql;
using Prosmex.Domain.Persistence;

namespace Prosmex.Tests.Persistence;

[Trait("Kind", "Unit")]
public sealed class ConstraintErrorsTests
{
    [Theory]
    [InlineData("23505", "ux_usuarios_usuario", "usuario.nombre_tomado")]
    [InlineData("23505", "ux_prestamos_cliente_abierto", "prestamo.cliente_con_prestamo")]
    [InlineData("23P01", "ex_bono_sin_traslape", "bono.traslape")]
    [InlineData("23503", "fk_prestamos_clientes_avales_cliente_id", "cliente.con_prestamos")]
    [InlineData("23503", "fk_pagos_prestamos_prestamo_id", "conflicto.referenciado")]
    [InlineData("23505", "pk_rutas", null)]
    public void Translate_OfOneServerOrOfACluster_IsTheSameError(string state, string constraint, string? codigo)
    {
        var ofOneServer = new PostgresException("", "ERROR", "ERROR", state, constraintName: constraint);
        var ofANode = new PostgresException("", "ERROR", "ERROR", state, constraintName: $"{constraint}_102119");
        var ofACluster = new PostgresException($"update or delete on table \"x_102100\" violates constraint \"{constraint}_102119\" on table \"y_102119\"", "ERROR", "ERROR", state);

        Assert.Equal(codigo, ConstraintErrors.Translate(ofOneServer)?.Codigo);
        Assert.Equal(codigo, ConstraintErrors.Translate(ofANode)?.Codigo);
        Assert.Equal(codigo, ConstraintErrors.Translate(ofACluster)?.Codigo);
    }
}
