// fracbit explore: a design space is evaluated; its front is printed and stored.
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/distinct_files.hpp"
#include "cli/interrupt.hpp"
#include "cli/option_checks.hpp"
#include "cli/progress_line.hpp"
#include "cli/store_outputs.hpp"
#include "cli/threads_option.hpp"
#include "explorer/run/exploration.hpp"
#include "explorer/search/findings.hpp"
#include "models/core/error.hpp"
#include "models/results/report_text.hpp"

#include <charconv>
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace fracbit::cli {
namespace {

struct ExploreOptions {
    std::string space, search = "exhaustive", shard;
    bool population_given = false;
    explorer::ExplorationOptions how;
    StoreOutputOptions outputs;
};

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

explorer::Shard shard_from(const std::string& text) {
    if (text.empty()) return {};
    const std::size_t slash = text.find('/');
    const auto index = number(std::string_view(text).substr(0, slash));
    const auto count = slash == std::string::npos ? std::nullopt : number(std::string_view(text).substr(slash + 1));
    if (!index || !count || *count < 1 || *index < 0 || *index >= *count)
        throw ConfigError(fmt::format("--shard {}: use i/n, the i-th of n parts, i from 0 to n - 1", text));
    return {*index, *count};
}

std::string duration(double seconds) {
    if (seconds < 100) return fmt::format("{:.0f} s", seconds);
    if (seconds < 6000) return fmt::format("{:.0f} min", seconds / 60);
    return fmt::format("{:.1f} h", seconds / 3600);
}

std::string progress_text(const explorer::ExplorationProgress& at) {
    std::string text = fmt::format("{} points ({} feasible), front {}, {} points/s", models::grouped(at.points),
                                   models::grouped(at.feasible), at.front,
                                   models::grouped(static_cast<std::int64_t>(at.points_per_second)));
    if (at.of_chunks > 0)
        text += fmt::format(", {:.0f} %", 100 * static_cast<double>(at.chunks) / static_cast<double>(at.of_chunks));
    if (at.seconds_left > 0) text += fmt::format(", {} left", duration(at.seconds_left));
    return text;
}

/// The space's own file and those that it names; shipped ones, in angle brackets, are no files.
std::vector<NamedFile> files_of(const explorer::DesignSpace& space, const std::string& path) {
    std::vector<NamedFile> files{{"the design space", path}};
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    for (const auto& [name, text] : space.files())
        if (!name.empty() && name.front() != '<')
            files.push_back({fmt::format("'{}' of the design space", name), (folder / name).string()});
    return files;
}

/// Before a run that may take hours.
void check(const ExploreOptions& options, const explorer::DesignSpace& space) {
    std::vector<NamedFile> outputs = options.outputs.files();
    outputs.push_back({"--out", options.how.store});
    check_distinct(files_of(space, options.space), outputs);
    options.outputs.check_axes(explorer::stored_columns(space));
}

void check_search(const ExploreOptions& options) {
    const bool all = options.search == "exhaustive";
    if (all && options.how.evaluations > 0)
        throw ConfigError("--evaluations needs --search random or --search nsga2: an exhaustive search evaluates every "
                          "point");
    if (options.population_given && options.search != "nsga2")
        throw ConfigError(fmt::format("--population needs --search nsga2: {} has no generations",
                                      all ? "an exhaustive search" : "a random search"));
    if (!all && options.how.evaluations < 1)
        throw ConfigError(
            fmt::format("--search {} needs --evaluations: the number of points to evaluate", options.search));
}

void run(ExploreOptions options) {
    options.how.method = options.search;
    check_search(options);
    options.how.shard = shard_from(options.shard);
    const auto space = std::make_shared<const explorer::DesignSpace>(explorer::read_space(options.space));
    check(options, *space);
    StoreOutputs outputs(options.outputs);
    ProgressLine progress;
    options.how.progress = [&](const explorer::ExplorationProgress& at) {
        progress.show(progress_text(at),
                      at.of_chunks > 0 ? static_cast<double>(at.chunks) / static_cast<double>(at.of_chunks) : -1);
    };
    options.how.cancelled = interrupted;
    const explorer::Exploration result = explorer::explore(space, options.how);
    progress.clear();
    if (result.cancelled)
        throw InterruptedRun(options.how.store.empty()
                                 ? "interrupted: without --out nothing is kept"
                                 : fmt::format("interrupted: {} holds {} points; the same command goes on from there",
                                               options.how.store, models::grouped(result.contents.counts.evaluated())));
    outputs.write(result.contents);
}

} // namespace

void add_explore(CLI::App& app, Action& action) {
    auto options = std::make_shared<ExploreOptions>();
    CLI::App& command = *app.add_subcommand("explore", "Evaluate a design space and find its Pareto front");
    command.add_option("space", options->space, "Design space (TOML; docs/design_spaces.md)")
        ->type_name("SPACE")
        ->required();
    command
        .add_option("--out", options->how.store,
                    "Store results in this SQLite file; a run that was interrupted goes on in it")
        ->type_name("FILE");
    command
        .add_option("--search", options->search,
                    "exhaustive (every point), random (points drawn without repetition), nsga2 (evolutionary)")
        ->check(CLI::IsMember({"exhaustive", "random", "nsga2"}))
        ->type_name("NAME")
        ->capture_default_str();
    command
        .add_option("--evaluations", options->how.evaluations,
                    "Points to draw (random, nsga2); those that a condition excludes count, too, though they are "
                    "not evaluated")
        ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'000'000'000'000}))
        ->type_name("INT");
    command.add_option("--population", options->how.population, "Points of a generation (nsga2); a multiple of 4")
        ->type_name("INT")
        ->capture_default_str();
    command.add_option("--seed", options->how.seed, "Seed of random and nsga2, and of the sample")
        ->check(seed_problem)
        ->capture_default_str();
    command.add_option("--sample", options->how.sample, "Feasible points that are kept beside the front")
        ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000}))
        ->type_name("INT")
        ->capture_default_str();
    command.add_option("--shard", options->shard, "Only the i-th of n parts of the work, i from 0 (merge joins them)")
        ->type_name("I/N");
    add_threads_option(command, options->how.threads);
    command
        .add_option("--commit-seconds", options->how.seconds_to_commit,
                    "Between two writes to the store: a process that is killed loses at most so much work")
        ->check(CLI::Range(0.0, 86'400.0))
        ->check(nan_problem)
        ->type_name("SECONDS")
        ->capture_default_str();
    options->outputs.add_to(command);
    options->outputs.add_files_to(command);
    command.callback([options, &action, &command] {
        options->population_given = command.count("--population") > 0;
        action = [options] { run(*options); };
    });
}

} // namespace fracbit::cli
