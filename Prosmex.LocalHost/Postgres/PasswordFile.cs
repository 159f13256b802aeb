using System.Security.Cryptography;

namespace Prosmex.LocalHost.Postgres;

/// <summary>The password of the private server's only role, in a file that only the person running the program can read.</summary>
internal static class PasswordFile
{
    /// <summary>A new password, of letters and digits only: it goes into a connection string and into SQL as it is.</summary>
    public static string NewPassword() => RandomNumberGenerator.GetHexString(40, lowercase: true);

    /// <summary>Null when there is none, or not one made by <see cref="NewPassword"/>.</summary>
    public static string? Read(string path)
    {
        var text = File.Exists(path) ? File.ReadAllText(path).Trim() : "";
        return text.Length > 0 && text.All(char.IsAsciiLetterOrDigit) ? text : null;
    }

    /// <summary>Writes the file complete or not at all, with mode 0600 from its first moment.</summary>
    public static void Write(string path, string password)
    {
        var temporary = path + ".nueva";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(temporary, options))
        {
            writer.Write(password);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
