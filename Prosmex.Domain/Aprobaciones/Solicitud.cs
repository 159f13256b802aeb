using System.ComponentModel;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Aprobaciones;

/// <summary>Where a solicitud stands.</summary>
public enum EstadoDeSolicitud
{
    Pendiente,

    /// <summary>Approved, and done in the same transaction.</summary>
    [Description("Aprobada y hecha")]
    Hecha,

    /// <summary>Approved, but by then it was no longer possible.</summary>
    [Description("Aprobada, ya no se pudo hacer")]
    NoHecha,

    Rechazada,

    /// <summary>Taken back by its author, or with the author's account.</summary>
    Retirada,

    /// <summary>It was not decided in time.</summary>
    [Description("Venció sin respuesta")]
    Vencida,
}

/// <summary>Work that a user asked for and that others must approve. Only its state ever changes, once.</summary>
public sealed class Solicitud
{
    /// <summary>From the asking to the last moment of an answer.</summary>
    public static readonly TimeSpan Plazo = TimeSpan.FromDays(7);

    private readonly List<RespuestaDeSolicitud> _respuestas = [];

    private Solicitud()
    {
    }

    public int Id { get; private set; }

    public TipoDeSolicitud Tipo { get; private set; }

    /// <summary>The function that was asked to do it.</summary>
    public string Operacion { get; private set; } = "";

    /// <summary>The id in the function's path; null where it has none.</summary>
    public int? ObjetoId { get; private set; }

    /// <summary>The body of the request, as it was sent. Null once it is decided: it may hold personal data.</summary>
    public string? Contenido { get; private set; }

    /// <summary>What it would change, as it was when it was asked for. Of personal keys only the end.</summary>
    public IReadOnlyList<CambioDto> Cambios { get; private set; } = [];

    public int SolicitanteId { get; private set; }

    public DateTimeOffset PedidaEn { get; private set; }

    public DateTimeOffset ExpiraEn { get; private set; }

    /// <summary>The rule that held when it was asked for.</summary>
    public int Aprobadores { get; private set; }

    public IReadOnlyList<RolId> Roles { get; private set; } = [];

    /// <summary>Whom it is about: it is seen by users who see the client, or without a client the group. Without either by those who see everything.</summary>
    public int? ClienteId { get; private set; }

    public int? GrupoId { get; private set; }

    public EstadoDeSolicitud Estado { get; private set; }

    public DateTimeOffset? TerminadaEn { get; private set; }

    /// <summary>Why it was not done.</summary>
    public string? Motivo { get; private set; }

    public IReadOnlyCollection<RespuestaDeSolicitud> Respuestas => _respuestas;

    internal static Solicitud De(AskedWork asked, TrialResult trial, ReglaDeAprobacion regla, int solicitanteId, DateTimeOffset ahora) => new()
    {
        Tipo = regla.Tipo,
        Operacion = asked.Operacion,
        ObjetoId = asked.ObjetoId,
        Contenido = asked.Contenido,
        Cambios = trial.Cambios,
        ClienteId = trial.ClienteId,
        GrupoId = trial.GrupoId,
        SolicitanteId = solicitanteId,
        PedidaEn = ahora,
        ExpiraEn = ahora + Plazo,
        Aprobadores = regla.Aprobadores,
        Roles = [.. regla.Roles],
    };

    /// <summary>The user asked for it, or it is about their own role: another user must answer.</summary>
    internal bool EsDe(int usuarioId) => usuarioId == SolicitanteId || (Tipo == TipoDeSolicitud.CambioDeRol && usuarioId == ObjetoId);

    /// <exception cref="DominioException">aprobacion.propia, aprobacion.no_le_toca, aprobacion.ya_respondida: this user may not answer.</exception>
    internal void Responder(CurrentUser user, bool aprueba, string? nota, DateTimeOffset ahora)
    {
        var error = EsDe(user.UsuarioId) ? AprobacionErrores.Propia
            : !Roles.Contains(user.Rol) ? AprobacionErrores.NoLeToca
            : _respuestas.Exists(r => r.UsuarioId == user.UsuarioId) ? AprobacionErrores.YaRespondida
            : null;
        if (error is not null)
        {
            throw new DominioException(error);
        }

        _respuestas.Add(new() { UsuarioId = user.UsuarioId, Aprueba = aprueba, Nota = nota, RespondidaEn = ahora });
    }

    internal void Terminar(EstadoDeSolicitud estado, DateTimeOffset ahora, string? motivo = null) =>
        (Estado, TerminadaEn, Motivo, Contenido) = (estado, ahora, motivo, null);
}

/// <summary>A user's answer to a solicitud.</summary>
public sealed class RespuestaDeSolicitud
{
    public int SolicitudId { get; init; }

    public int UsuarioId { get; init; }

    public bool Aprueba { get; init; }

    public string? Nota { get; init; }

    public DateTimeOffset RespondidaEn { get; init; }
}

internal sealed class SolicitudConfiguration : IEntityTypeConfiguration<Solicitud>, IEntityTypeConfiguration<RespuestaDeSolicitud>
{
    public void Configure(EntityTypeBuilder<Solicitud> builder)
    {
        builder.ToTable("solicitudes");
        builder.Property(s => s.Contenido).HasColumnType("text");
        builder.Property(s => s.Motivo).HasColumnType("text");
        builder.Property(s => s.Cambios).HasColumnType("jsonb").HasConversion(
            cambios => JsonSerializer.Serialize(cambios, JsonSerializerOptions.Default),
            text => JsonSerializer.Deserialize<IReadOnlyList<CambioDto>>(text, JsonSerializerOptions.Default)!,

            // Set once.
            new ValueComparer<IReadOnlyList<CambioDto>>((a, b) => ReferenceEquals(a, b), c => c.Count, c => c));
        builder.HasOne<Usuario>().WithMany().HasForeignKey(s => s.SolicitanteId);
        builder.HasOne<Cliente>().WithMany().HasForeignKey(s => s.ClienteId);
        builder.HasOne<Grupo>().WithMany().HasForeignKey(s => s.GrupoId);
        builder.HasMany(s => s.Respuestas).WithOne().HasForeignKey(r => r.SolicitudId);
        builder.HasIndex(s => new { s.Estado, s.Id });
    }

    public void Configure(EntityTypeBuilder<RespuestaDeSolicitud> builder)
    {
        builder.ToTable("respuestas_de_solicitud");
        builder.HasKey(r => new { r.SolicitudId, r.UsuarioId });
        builder.Property(r => r.Nota).HasMaxLength(CleanText.MaxCodePoints(NotaRequest.MaxLength));
        builder.HasOne<Usuario>().WithMany().HasForeignKey(r => r.UsuarioId);
    }
}
