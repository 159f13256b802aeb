using Microsoft.Azure.Functions.Worker.Middleware;
using Prosmex.Domain.Financieras;

namespace Prosmex.Functions.Financieras;

/// <summary>
/// What a request of a lender is served with: the lender's services, and beside them what the worker and ASP.NET Core bring, such as what converts a
/// function's parameters. A service of this system never comes from the host: there it would be of no lender.
/// </summary>
internal sealed class FinancieraServices(IServiceProvider lender, IServiceProvider host) : IServiceProvider
{
    public object? GetService(Type serviceType) => lender.GetService(serviceType) ?? (IsOfTheHost(serviceType) ? host.GetService(serviceType) : null);

    // The pipeline's middleware has no state of its own.
    private static bool IsOfTheHost(Type type) =>
        typeof(IFunctionsWorkerMiddleware).IsAssignableFrom(type)
        || (type.Assembly != typeof(FinancieraServices).Assembly && type.Assembly != typeof(Financiera).Assembly);
}
