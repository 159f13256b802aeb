using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Common;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Cortes;

/// <summary>
/// A cash cut as the client computes it, with the custody at that moment. Amounts in MXN; the total is normally negative. Append-only: a trigger
/// rejects changes; an opposite corte voids it.
/// </summary>
public sealed class Corte
{
    // The maximum of the columns of computed amounts.
    private const decimal MaximoDeEfectivo = 999_999_999_999.99m;

    private readonly List<CorteGasto> _gastos = [];

    private Corte()
    {
    }

    public int Id { get; private set; }

    public int UsuarioId { get; private set; }

    public DateTimeOffset Fecha { get; private set; }

    public decimal CorteTotal { get; private set; }

    public decimal TotalGastos { get; private set; }

    public decimal Semilla { get; private set; }

    /// <summary>Cash received since the previous corte, from payments and por aclarar; null on a corte from before custody was tracked.</summary>
    public decimal? EfectivoRecibido { get; private set; }

    /// <summary>The cash that the user should have had: carried over, plus received, less expenses.</summary>
    public decimal? EfectivoEsperado { get; private set; }

    /// <summary>The cash counted; null where no count was sent.</summary>
    public decimal? EfectivoContado { get; private set; }

    /// <summary>Counted less expected: negative is missing, and stays owed; null without a count.</summary>
    public decimal? Diferencia { get; private set; }

    /// <summary>The cash handed over: what was counted, or all that was expected.</summary>
    public decimal? EfectivoEntregado { get; private set; }

    /// <summary>The user's payments after this id belong to this corte, …</summary>
    public int DesdePagoId { get; private set; }

    /// <summary>… up to this one.</summary>
    public int HastaPagoId { get; private set; }

    /// <summary>The same for money por aclarar.</summary>
    public int DesdePorAclararId { get; private set; }

    public int HastaPorAclararId { get; private set; }

    /// <summary>The corte that this one voids; each can be voided once.</summary>
    public int? AnulaA { get; private set; }

    /// <summary>The corte that this one replaces, which is voided; null also on replacements from before this was written down.</summary>
    public int? SustituyeA { get; private set; }

    /// <summary>The expenses line by line, where they were sent; they sum to the total then.</summary>
    public IReadOnlyCollection<CorteGasto> Gastos => _gastos;

    /// <exception cref="DominioException">corte.efectivo_demasiado_grande.</exception>
    internal static Corte Create(DatosDeCorte datos, int usuarioId, SaldoDeCustodia saldo, DateTimeOffset ahora)
    {
        var corte = new Corte
        {
            UsuarioId = usuarioId,
            Fecha = ahora,
            EfectivoRecibido = saldo.Recibido,
            DesdePagoId = saldo.DesdePagoId,
            HastaPagoId = saldo.HastaPagoId,
            DesdePorAclararId = saldo.DesdePorAclararId,
            HastaPorAclararId = saldo.HastaPorAclararId,
        };
        corte.Fijar(datos);
        corte._gastos.AddRange((datos.Gastos ?? []).Select(CorteGasto.De));
        corte.Contar(datos.EfectivoContado.IsPresent ? datos.EfectivoContado.GetValueOrDefault(0) : null, saldo.Efectivo - corte.TotalGastos);
        return corte;
    }

    /// <summary>
    /// Its replacement: for the same instant and payments, with the fields that are present changed. It keeps the lines of the expenses where none are
    /// sent and their total stays.
    /// </summary>
    /// <exception cref="DominioException">corte.efectivo_demasiado_grande, corte.sin_efectivo_esperado.</exception>
    internal Corte Corregir(DatosDeCorte cambios)
    {
        var corte = Copy(1);
        corte.SustituyeA = Id;
        corte.Fijar(cambios);
        corte._gastos.AddRange((cambios.Gastos ?? (corte.TotalGastos == TotalGastos ? Lineas() : [])).Select(CorteGasto.De));
        if (EfectivoEsperado is { } esperado)
        {
            corte.Contar(cambios.EfectivoContado.IsPresent ? cambios.EfectivoContado.GetValueOrDefault(0) : EfectivoContado, esperado + TotalGastos - corte.TotalGastos);
        }
        else if (cambios.EfectivoContado.IsPresent)
        {
            throw new DominioException(CorteErrores.SinEfectivoEsperado);
        }

        return corte;
    }

    /// <summary>The opposite corte that voids it.</summary>
    internal Corte Opuesto(DateTimeOffset ahora)
    {
        var opuesto = Copy(-1);
        opuesto.Fecha = ahora;
        opuesto.AnulaA = Id;
        return opuesto;
    }

    private IEnumerable<DatosDeGasto> Lineas() => _gastos.OrderBy(g => g.Id).Select(g => new DatosDeGasto(g.Concepto, g.Monto));

    private Corte Copy(int sign) => new()
    {
        UsuarioId = UsuarioId,
        Fecha = Fecha,
        CorteTotal = sign * CorteTotal,
        TotalGastos = sign * TotalGastos,
        Semilla = sign * Semilla,
        EfectivoRecibido = sign * EfectivoRecibido,
        EfectivoEsperado = sign * EfectivoEsperado,
        EfectivoContado = sign * EfectivoContado,
        Diferencia = sign * Diferencia,
        EfectivoEntregado = sign * EfectivoEntregado,
        DesdePagoId = DesdePagoId,
        HastaPagoId = HastaPagoId,
        DesdePorAclararId = DesdePorAclararId,
        HastaPorAclararId = HastaPorAclararId,
    };

    private void Fijar(DatosDeCorte datos)
    {
        CorteTotal = datos.CorteTotal.GetValueOrDefault(CorteTotal);
        TotalGastos = datos.TotalGastos.GetValueOrDefault(TotalGastos);
        Semilla = datos.Semilla.GetValueOrDefault(Semilla);
    }

    private void Contar(decimal? contado, decimal esperado)
    {
        var diferencia = contado - esperado;
        if (Math.Abs(esperado) > MaximoDeEfectivo || (diferencia is { } resta && Math.Abs(resta) > MaximoDeEfectivo))
        {
            throw new DominioException(CorteErrores.EfectivoDemasiadoGrande);
        }

        EfectivoEsperado = esperado;
        EfectivoContado = contado;
        Diferencia = diferencia;
        EfectivoEntregado = contado ?? esperado;
    }
}

internal sealed class CorteConfiguration : IEntityTypeConfiguration<Corte>
{
    public void Configure(EntityTypeBuilder<Corte> builder)
    {
        builder.ToTable("corte", table => table.HasCheckConstraint(
            "ck_corte_entregado", "efectivo_entregado = coalesce(efectivo_contado, efectivo_esperado) AND diferencia = efectivo_contado - efectivo_esperado"));

        // The client's amounts may be as large as its columns allow; amounts computed from them may be larger.
        builder.Property(c => c.EfectivoRecibido).HasPrecision(14, 2);
        builder.Property(c => c.EfectivoEsperado).HasPrecision(14, 2);
        builder.Property(c => c.Diferencia).HasPrecision(14, 2);
        builder.Property(c => c.EfectivoEntregado).HasPrecision(14, 2);
        builder.HasIndex(c => new { c.Fecha, c.Id });
        builder.HasOne<Usuario>().WithMany().HasForeignKey(c => c.UsuarioId);
        builder.HasOne<Corte>().WithOne().HasForeignKey<Corte>(c => c.AnulaA);
        builder.HasOne<Corte>().WithOne().HasForeignKey<Corte>(c => c.SustituyeA);
    }
}
