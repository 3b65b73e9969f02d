using System.CommandLine;

namespace NanoOta.Cli
{
    /// <summary>nanoota completion: the script that makes a shell complete verbs, options and their values.</summary>
    internal static class CompletionCommand
    {
        // The parser itself answers: nanoota "[suggest:POSITION]" "LINE".
        private static readonly Dictionary<string, string> _scripts = new()
        {
            ["bash"] = """
                _nanoota() {
                    local IFS=$'\n'
                    COMPREPLY=($(compgen -W "$(nanoota "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
                }
                complete -o default -F _nanoota nanoota
                """,
            ["zsh"] = """
                _nanoota() {
                    local -a found
                    found=("${(@f)$(nanoota "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
                    compadd -a found
                    _files
                }
                compdef _nanoota nanoota
                """,
            ["fish"] = """
                complete -c nanoota -a '(nanoota "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null)'
                """,
            ["pwsh"] = """
                Register-ArgumentCompleter -Native -CommandName nanoota -ScriptBlock {
                    param($word, $line, $position)
                    nanoota "[suggest:$position]" "$line" 2>$null | ForEach-Object {
                        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                    }
                }
                """,
        };

        public static Command Create(CliConsole console)
        {
            Argument<string> shell = new("shell") { Description = "bash, zsh, fish or pwsh." };
            shell.CompletionSources.Add([.. _scripts.Keys]);
            shell.Validators.Add(result =>
            {
                if (!_scripts.ContainsKey(result.Tokens[0].Value))
                {
                    result.AddError($"There is no script for '{result.Tokens[0].Value}': take {string.Join(", ", _scripts.Keys)}.");
                }
            });
            Command command = new("completion", "Prints the script that makes a shell complete verbs and options.") { shell };
            command.SetAction(parsed => console.Out.WriteLine(_scripts[parsed.GetRequiredValue(shell)]));
            return command;
        }
    }
}
