// fracbit merge: shards of one exploration become one store.
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/distinct_files.hpp"
#include "cli/store_outputs.hpp"
#include "explorer/store/merge_stores.hpp"
#include "models/results/report_text.hpp"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace fracbit::cli {
namespace {

struct MergeOptions {
    std::vector<std::string> inputs;
    std::string out;
    StoreOutputOptions outputs;
};

void run(const MergeOptions& options) {
    std::vector<NamedFile> stores{{"the store of --out", options.out}};
    for (const std::string& input : options.inputs) stores.push_back({"the store " + input, input});
    check_distinct(stores, options.outputs.files());
    check_standard_output({{"--out", options.out}}); // it may be one of the stores
    StoreOutputs outputs(options.outputs);
    const explorer::MergeSummary merged = explorer::merge_stores(options.inputs, options.out);
    std::string text = fmt::format("{}: {} store{}, {} of {} pieces of work", options.out, merged.stores,
                                   merged.stores == 1 ? "" : "s", merged.chunks, merged.of_chunks);
    if (merged.already > 0) text += fmt::format("; nothing new in {} of the stores", merged.already);
    const int width = terminal_width();
    text = models::wrapped(text, width);
    for (const explorer::MissingShard& missing : merged.missing)
        text += models::wrapped(
            fmt::format(
                "shard {}/{} is missing or not finished: {} of {} pieces of work; merge its store when it is done",
                missing.shard.index, missing.shard.count, missing.done, missing.chunks),
            width);
    outputs.write(merged.contents, text);
}

} // namespace

void add_merge(CLI::App& app, Action& action) {
    auto options = std::make_shared<MergeOptions>();
    CLI::App& command = *app.add_subcommand("merge", "Join the result stores of one exploration's shards");
    command.add_option("stores", options->inputs, "Result stores (SQLite)")->type_name("FILE")->required();
    command.add_option("--out", options->out, "The store that holds them all; one that is there is added to")
        ->type_name("FILE")
        ->required();
    options->outputs.add_to(command);
    command.callback([options, &action] { action = [options] { run(*options); }; });
}

} // namespace fracbit::cli
