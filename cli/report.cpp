// fracbit report: the front of a result store as table, CSV, JSON and chart.
#include "cli/command.hpp"
#include "cli/distinct_files.hpp"
#include "cli/store_outputs.hpp"
#include "explorer/store/result_store.hpp"

#include <memory>

#include <CLI/CLI.hpp>

namespace fracbit::cli {
namespace {

struct ReportOptions {
    std::string store;
    StoreOutputOptions outputs;
};

void run(const ReportOptions& options) {
    check_distinct({{"the store", options.store}}, options.outputs.files());
    const explorer::StoreContents contents = explorer::read_store(options.store);
    options.outputs.check_axes(contents.header.columns);
    StoreOutputs(options.outputs).write(contents);
}

} // namespace

void add_report(CLI::App& app, Action& action) {
    auto options = std::make_shared<ReportOptions>();
    CLI::App& command = *app.add_subcommand("report", "Show what an exploration found");
    command.add_option("store", options->store, "Result store (SQLite)")->type_name("FILE")->required();
    options->outputs.add_to(command);
    options->outputs.add_files_to(command);
    command.callback([options, &action] { action = [options] { run(*options); }; });
}

} // namespace fracbit::cli
