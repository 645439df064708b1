#include "explorer/space/file_keys.hpp"

#include <fmt/format.h>

namespace fracbit::explorer {

const std::vector<FileKey>& file_keys() {
    static const std::vector<FileKey> keys = {
        {"", "format_version", "integer", "layout of this file, 1; must be given"},
        {"", "name", "text", "what reports call the space, 1 to 200 printable characters; must be given"},
        {"", "base", "table", "what is not varied: keys of points, and"},
        {"base", "architecture", "file",
         "architecture whose values count where the space says nothing; else the built-in one"},
        {"", "network", "tables", "one or more; every point runs all of them"},
        {"network", "name", "text", "a letter, then letters, digits and _; must be given"},
        {"network", "file", "file", "layers (examples/networks); must be given"},
        {"network", "layers", "list of texts", "only these layers, each on its own"},
        {"network", "runs", "number", "how often it runs in one run of everything; 1 if absent"},
        {"network", "accuracy", "text",
         "NETWORK/DATASET, as accuracy tables name them; absent: accuracy does not count"},
        {"", "accuracy", "table", "where accuracies come from"},
        {"accuracy", "tables", "list of files",
         "shipped names (published, reimplemented, measured) or .csv files, later ones win; [\"published\"] if absent"},
        {"", "parameters", "table", "what is varied: keys of points, each an axis of its own"},
        {"", "together", "tables", "keys of points that vary together, one axis: lists of equal length"},
        {"", "conditions", "table", "which combinations are points"},
        {"conditions", "all", "list of texts", "expressions over keys of points that must all be true"},
        {"", "constraints", "table", "which points are feasible"},
        {"constraints", "all", "list of texts", "expressions over metrics and keys of points that must all be true"},
        {"", "objective", "tables", "what a good point has much or little of; 1 to 16"},
        {"objective", "maximize", "text", "an expression over metrics and keys of points; or"},
        {"objective", "minimize", "text", "the same"},
        {"objective", "reference", "number", "the worst value that counts for the hypervolume"},
    };
    return keys;
}

std::vector<std::string> file_key_names(const std::string& table) {
    std::vector<std::string> names;
    if (table == "base") return names;
    for (const FileKey& key : file_keys())
        if (key.table == table) names.push_back(key.name);
    return names;
}

const models::KeyRule& network_runs_rule() {
    static const models::KeyRule rule = [] {
        models::KeyRule result;
        result.table = "network";
        result.name = "runs";
        result.type = models::KeyType::number;
        result.minimum = 0.000001;
        result.maximum = 1e9;
        return result;
    }();
    return rule;
}

const models::KeyRule& space_name_rule() {
    static const models::KeyRule rule = [] {
        models::KeyRule result;
        result.name = "name";
        result.type = models::KeyType::text;
        return result;
    }();
    return rule;
}

std::string describe_file_keys() {
    std::string table = fmt::format("{:22} {:14} {}\n", "key", "value", "meaning");
    for (const FileKey& key : file_keys()) {
        const std::string path = key.table.empty() ? key.name : fmt::format("{}.{}", key.table, key.name);
        table += fmt::format("{:22} {:14} {}\n", path, key.value, key.meaning);
    }
    return table;
}

} // namespace fracbit::explorer
