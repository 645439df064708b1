#include "cli/data_check.hpp"

#include "cli/console.hpp"
#include "cli/json_output.hpp"
#include "models/core/error.hpp"
#include "models/data/named_dataset.hpp"
#include "models/data/official_set.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace fracbit::cli {
namespace {

using models::FileCheck;
using models::FileState;

const char* state_name(FileState state) {
    switch (state) {
    case FileState::official:
        return "official";
    case FileState::repacked:
        return "repacked";
    case FileState::unknown:
        return "unknown";
    case FileState::other:
        return "other";
    case FileState::missing:
        break;
    }
    return "missing";
}

std::string describe(const FileCheck& check) {
    switch (check.state) {
    case FileState::official:
        return check.path + ": the published bytes";
    case FileState::repacked:
        return check.path + ": the published contents, packed otherwise";
    case FileState::unknown:
        return check.path + ": no MD5SUMS of 'fracbit data fetch' beside it, so only read";
    case FileState::other:
        return fmt::format("{}: NOT the published file: MD5 sum {}, published {}", check.path, check.found_md5,
                           check.expected_md5);
    case FileState::missing:
        break;
    }
    return check.name + ": MISSING";
}

/// Reads a split as training does; how many images of each class it has.
std::vector<std::int64_t> count_classes(const DataCheckOptions& options, models::Split split) {
    const models::ImageSet set = models::read_dataset(options.dataset, options.data_dir, split);
    std::vector<std::int64_t> count(10);
    for (const auto label : set.labels) ++count.at(label);
    return count;
}

std::string class_text(const char* split, const std::vector<std::int64_t>& count) {
    std::int64_t all = 0;
    for (const std::int64_t each : count) all += each;
    const auto [least, most] = std::minmax_element(count.begin(), count.end());
    return fmt::format("{}: {} images, {} to {} a class\n", split, all, *least, *most);
}

} // namespace

std::vector<std::string> checked_datasets() { return models::official_set_names(); }

void check_data(const DataCheckOptions& options) {
    const auto checks = models::check_files(models::official_set(options.dataset), options.data_dir);
    JsonOutput json(options.json);
    std::string text;
    nlohmann::ordered_json values;
    values["dataset"] = options.dataset;
    std::size_t bad = 0;
    for (const FileCheck& check : checks) {
        text += describe(check) + "\n";
        values["files"].push_back({{"name", check.name}, {"path", check.path}, {"state", state_name(check.state)}});
        bad += check.state == FileState::missing || check.state == FileState::other ? 1 : 0;
    }
    if (std::any_of(checks.begin(), checks.end(), [](const auto& c) { return c.state == FileState::missing; })) {
        print(options.json == "-" ? "" : text);
        throw MissingFileError(fmt::format("{} is not complete in '{}'; 'fracbit data fetch {} --data-dir {}' "
                                           "downloads what is missing",
                                           options.dataset, options.data_dir, options.dataset, options.data_dir));
    }
    const auto train = count_classes(options, models::Split::train), test = count_classes(options, models::Split::test);
    values["train_images_a_class"] = train;
    values["test_images_a_class"] = test;
    text += class_text("train", train) + class_text("test", test);
    json.write(values, text);
    if (bad > 0)
        throw Error(fmt::format("{} of {} files can be read, but are not the published ones", bad, checks.size()));
}

} // namespace fracbit::cli
