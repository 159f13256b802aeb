namespace Microsoft.Azure.Functions.Worker;

/// <summary>Stand-in for the worker's type of this name.</summary>
public class TimerInfo
{
    public ScheduleStatus? ScheduleStatus { get; set; }

    public bool IsPastDue { get; set; }
}

/// <summary>Stand-in for the worker's type of this name. Instants in UTC; <see cref="Last"/> is the zero instant before the first run.</summary>
public class ScheduleStatus
{
    public DateTime Last { get; set; }

    public DateTime Next { get; set; }

    public DateTime LastUpdated { get; set; }
}
