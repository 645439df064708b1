// fracbit: chooses the subcommand, runs it, and turns errors into messages and exit codes (0 good, 1 the run failed,
// 2 bad usage or bad input).
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/interrupt.hpp"
#include "cli/option_checks.hpp"
#include "models/core/error.hpp"
#include "models/core/nearest_name.hpp"
#include "models/core/version.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>
#include <sstream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace fracbit::cli {
namespace {

constexpr int code(ExitCode exit_code) { return static_cast<int>(exit_code); }

int fail(const std::string& message, ExitCode exit_code) {
    print_error("fracbit: error: " + message + "\n");
    return code(exit_code);
}

/// The words that can stand where `word` stands: options, or subcommands.
std::vector<std::string> known_words(const CLI::App& app, const std::string& word) {
    std::vector<std::string> known;
    if (word.rfind('-', 0) == 0) {
        for (const CLI::Option* option : app.get_options()) known.push_back(option->get_name());
    } else {
        for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
            known.push_back(command->get_name());
    }
    return known;
}

/// What `parse` chose: the program itself, a subcommand, or a subcommand's own ("data check").
const CLI::App& chosen_command(const CLI::App& app) {
    const auto chosen = app.get_subcommands();
    return chosen.empty() ? app : chosen_command(*chosen.front());
}

std::string usage_message(const CLI::App& app, const CLI::ParseError& error, const std::vector<std::string>& words) {
    const CLI::App& command = chosen_command(app);
    std::string help = "--help' for the options";
    std::size_t depth = 0;
    for (const CLI::App* each = &command; each != &app; each = each->get_parent(), ++depth)
        help = each->get_name() + " " + help;
    help = "\nrun 'fracbit " + help;
    const bool lacks_subcommand = command.get_require_subcommand_min() > 0;
    std::vector<std::string> extras = command.remaining();
    if (lacks_subcommand && words.size() > depth) extras = {words[depth]};
    if (extras.empty() || (!lacks_subcommand && dynamic_cast<const CLI::ExtrasError*>(&error) == nullptr))
        return error.what() + help;
    const std::string word = extras.front().substr(0, extras.front().find('='));
    const std::vector<std::string> known = known_words(command, word);
    const std::string what = word.rfind('-', 0) == 0 ? "option" : lacks_subcommand ? "subcommand" : "argument";
    return fmt::format("unknown {} '{}'{}{}", what, word, known.empty() ? "" : "; " + suggest_name(word, known), help);
}

void describe(CLI::App& app) {
    app.description("Simulates, cycle by cycle, accelerators whose neural-network weights take a fraction of a bit.");
    app.set_help_all_flag("--help-all", "Help of all subcommands");
    app.set_version_flag("--version", std::string("fracbit ") + program_version());
    app.footer("Exit status: 0 good, 1 the run failed, 2 bad usage or bad input.");
    app.require_subcommand(1);
    app.get_formatter()->column_width(30);
}

int run(int argc, char** argv) {
    guard_standard_streams();
    catch_signals();
    CLI::App app;
    app.name("fracbit");
    describe(app);
    Action action;
    add_simulate(app, action);
    add_infer(app, action);
    add_encode(app, action);
    add_decode(app, action);
    add_inspect(app, action);
    add_synthesize(app, action);
    add_explore(app, action);
    add_merge(app, action);
    add_report(app, action);
    add_data(app, action);
    add_train(app, action);
    add_gui(app, action);
    refuse_empty_texts(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() != 0)
            return fail(usage_message(app, error, {argv + std::min(1, argc), argv + argc}), ExitCode::bad_input);
        std::ostringstream text;
        app.exit(error, text, text);
        print(text.str());
        return code(ExitCode::success);
    }
    action();
    return code(ExitCode::success);
}

} // namespace
} // namespace fracbit::cli

int main(int argc, char** argv) {
    using namespace fracbit;
    try {
        return cli::run(argc, argv);
    } catch (const cli::InterruptedRun& error) {
        return cli::fail(error.what(), error.exit_code());
    } catch (const Error& error) {
        return cli::fail(cli::interrupted() ? "interrupted; nothing was written" : error.what(), error.exit_code());
    } catch (const std::bad_alloc&) {
        return cli::fail("out of memory", ExitCode::run_failed);
    } catch (const std::exception& error) {
        return cli::fail(error.what(), ExitCode::run_failed);
    }
}
