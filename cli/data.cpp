// fracbit data: brings official data sets into a folder, and verifies what is there.
#include "cli/command.hpp"
#include "cli/data_check.hpp"
#include "cli/interrupt.hpp"
#include "cli/json_output.hpp"
#include "cli/progress_line.hpp"
#include "models/download/dataset_fetch.hpp"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fracbit::cli {
namespace {

struct FetchCommand {
    std::string dataset, data_dir, from, json;
};

std::string mebibytes(std::int64_t bytes) {
    constexpr double mebibyte = 1 << 20;
    return fmt::format("{:.1f}", static_cast<double>(bytes) / mebibyte);
}

std::string fetch_progress_text(const models::FetchProgress& at) {
    if (at.unpacking) return fmt::format("{}: unpacking, {} MiB", at.file, mebibytes(at.bytes));
    return fmt::format("{}: {} of {} MiB", at.file, mebibytes(at.bytes), mebibytes(at.of));
}

void fetch(const FetchCommand& command) {
    const models::OfficialSet& set = models::official_set(command.dataset);
    JsonOutput json(command.json);
    ProgressLine line;
    models::FetchOptions options;
    options.from = command.from;
    options.progress = [&line](const models::FetchProgress& at) {
        stop_if_interrupted();
        line.show(fetch_progress_text(at));
    };
    const models::FetchResult result = models::fetch_dataset(set, command.data_dir, options);
    line.clear();
    std::string text;
    for (const std::string& name : result.present) text += fmt::format("{}: there already, verified\n", name);
    for (const std::string& name : result.fetched) text += fmt::format("{}: fetched, verified\n", name);
    text += fmt::format("{} is in '{}'; give --data-dir {}\n", set.name, result.folder, command.data_dir);
    nlohmann::ordered_json values;
    values["dataset"] = set.name;
    values["folder"] = result.folder;
    values["fetched"] = result.fetched;
    values["present"] = result.present;
    json.write(values, text);
}

CLI::Option* add_folder(CLI::App& command, std::string& folder) {
    return command.add_option("--data-dir", folder, "Folder of data sets")
        ->required()
        ->envname("FRACBIT_DATA_DIR")
        ->type_name("DIR");
}

void add_fetch(CLI::App& data, Action& action) {
    auto options = std::make_shared<FetchCommand>();
    CLI::App& command = *data.add_subcommand("fetch", "Download an official data set and verify it");
    command.add_option("dataset", options->dataset, "mnist or cifar10")
        ->required()
        ->check(CLI::IsMember(models::official_set_names()))
        ->type_name("NAME");
    add_folder(command, options->data_dir);
    command
        .add_option("--from", options->from,
                    "Folder to download from: http, https, ftp or file. Default: the set's known mirrors")
        ->type_name("URL");
    add_json_option(command, options->json);
    command.callback([options, &action] { action = [options] { fetch(*options); }; });
}

void add_check(CLI::App& data, Action& action) {
    auto options = std::make_shared<DataCheckOptions>();
    CLI::App& command = *data.add_subcommand("check", "Verify the data set in a folder");
    command.add_option("dataset", options->dataset, "mnist, cifar10, or image_folder (every image is decoded)")
        ->required()
        ->check(CLI::IsMember(checked_datasets()))
        ->type_name("NAME");
    add_folder(command, options->data_dir);
    add_json_option(command, options->json);
    command.callback([options, &action] { action = [options] { check_data(*options); }; });
}

} // namespace

void add_data(CLI::App& app, Action& action) {
    CLI::App& command = *app.add_subcommand("data", "Download official data sets, verify what is there");
    command.require_subcommand(1);
    add_fetch(command, action);
    add_check(command, action);
}

} // namespace fracbit::cli
