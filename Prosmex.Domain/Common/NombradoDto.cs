namespace Prosmex.Domain.Common;

/// <summary>A group or a route, to show and to link to.</summary>
public sealed record NombradoDto(int Id, string Nombre);
