namespace Prosmex.Domain.Common;

/// <summary>Something to show and to link to, such as a group or a route.</summary>
public sealed record NombradoDto(int Id, string Nombre);
