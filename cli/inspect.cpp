// fracbit inspect: what a file is and what it holds; or the properties of an XOR network.
#include "cli/command.hpp"
#include "cli/console.hpp"
#include "cli/distinct_files.hpp"
#include "cli/file_kind.hpp"
#include "cli/inspection.hpp"
#include "cli/json_output.hpp"
#include "cli/weight_options.hpp"
#include "models/core/error.hpp"

#include <array>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace fracbit::cli {
namespace {

/// What draws an XOR network.
constexpr std::array xor_options{"--n-in", "--n-out", "--taps", "--dense", "--seed"};

struct InspectOptions {
    std::vector<std::string> files;
    std::string matrix, json;
    XorOptions xor_network;
    bool xor_given = false;
};

Inspection inspect_file(const std::string& path, int width) {
    switch (file_kind(path)) {
    case FileKind::model:
        return inspect_model(path, width);
    case FileKind::network:
        return inspect_network(path, width);
    case FileKind::architecture:
        return inspect_architecture(path);
    case FileKind::trace:
        return inspect_trace(path, width);
    }
    throw ConfigError("'" + path + "' is of no known kind");
}

void inspect(const InspectOptions& options) {
    if (options.files.empty() && options.matrix.empty() && !options.xor_given)
        throw ConfigError("nothing to inspect: name a file (model, network, architecture, trace), or describe an XOR "
                          "network with --n-in, --n-out, --taps or with --matrix FILE");
    const int width = terminal_width();
    std::vector<NamedFile> read{{"the matrix", options.matrix}};
    for (const std::string& path : options.files) read.push_back({path, path});
    check_distinct(read, {{"--json", options.json}});
    std::vector<Inspection> all;
    for (const std::string& path : options.files) all.push_back(inspect_file(path, width));
    if (!options.matrix.empty())
        all.push_back(inspect_xor(models::read_xor_matrix(options.matrix), options.matrix));
    else if (options.xor_given)
        all.push_back(inspect_xor(models::XorNetwork(options.xor_network.xor_spec()), "XOR network"));
    JsonOutput json(options.json);
    std::string text;
    nlohmann::ordered_json items = nlohmann::ordered_json::array();
    for (const Inspection& one : all) {
        text += (text.empty() ? "" : "\n") + one.text;
        items.push_back(*one.json);
    }
    json.write({{"format_version", 1}, {"items", items}}, text);
}

} // namespace

void add_inspect(CLI::App& app, Action& action) {
    auto options = std::make_shared<InspectOptions>();
    CLI::App& command = *app.add_subcommand("inspect", "Show what a file holds, or the properties of an XOR network");
    command.add_option("FILE", options->files, "Model (HDF5), network (CSV), architecture (TOML) or trace")
        ->type_name("");
    options->xor_network.add_to(command, "--seed", false);
    auto* matrix = command.add_option("--matrix", options->matrix, "XOR matrix: one row of 0s and 1s a line")
                       ->type_name("FILE")
                       ->group("XOR network");
    for (const char* name : xor_options) matrix->excludes(command.get_option(name));
    add_json_option(command, options->json);
    command.callback([options, &action, &command] {
        for (const char* name : xor_options) options->xor_given = options->xor_given || command.count(name) > 0;
        action = [options] { inspect(*options); };
    });
}

} // namespace fracbit::cli
