namespace Prosmex.Domain.Common;

/// <summary>A field of a shared request record that only the partial update reads; for the API's description.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UpdateOnlyAttribute : Attribute;

/// <summary>A field of a shared request record that only the create reads; for the API's description.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CreateOnlyAttribute : Attribute;

/// <summary>A field that a create may leave out; for the API's description.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionalOnCreateAttribute : Attribute;

/// <summary>A field that accepts null; for the API's description.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NullableFieldAttribute : Attribute;
