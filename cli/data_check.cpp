#include "cli/data_check.hpp"

#include "cli/data_set_files.hpp"
#include "cli/interrupt.hpp"
#include "cli/json_output.hpp"
#include "cli/progress_line.hpp"
#include "models/core/error.hpp"
#include "models/data/image_folder.hpp"
#include "models/data/named_dataset.hpp"
#include "models/data/official_set.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

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

/// How many images each of `classes` classes has.
template <class Labels>
std::vector<std::int64_t> count_classes(const Labels& labels, std::size_t classes) {
    std::vector<std::int64_t> count(classes);
    for (const auto label : labels) ++count.at(label);
    return count;
}

/// Reads a split as training does; images of each class.
std::vector<std::int64_t> read_split(const DataCheckOptions& options, models::Split split) {
    constexpr std::size_t classes = 10; // of both official sets
    return count_classes(models::read_dataset(options.dataset, options.data_dir, split).labels, classes);
}

/// `classes`: what to say of them, after the number of images.
std::string class_text(const char* split, const std::vector<std::int64_t>& count, const std::string& classes = "") {
    const auto [least, most] = std::minmax_element(count.begin(), count.end());
    return fmt::format("{}: {} images{}, {} to {} a class\n", split,
                       std::accumulate(count.begin(), count.end(), std::int64_t{0}), classes, *least, *most);
}

/// Images that cannot be decoded; of a folder that is all wrong the first will do.
struct BadImages {
    static constexpr std::size_t most_listed = 20;
    std::int64_t images = 0, bad = 0;
    std::vector<std::string> listed; ///< what is wrong with them, file by file

    void add(const std::vector<std::string>& problems) {
        bad += static_cast<std::int64_t>(problems.size());
        for (const std::string& problem : problems)
            if (listed.size() < most_listed) listed.push_back(problem);
    }

    [[nodiscard]] std::string text() const {
        std::string text = fmt::format("{} of {} images cannot be read:", bad, images);
        for (const std::string& problem : listed) text += "\n  " + problem;
        const auto more = bad - static_cast<std::int64_t>(listed.size());
        return more == 0 ? text : text + fmt::format("\n  and {} more", more);
    }
};

/// Decodes every image of a split; images of each class.
std::vector<std::int64_t> decode_folder(const DataCheckOptions& options, models::Split split, const char* name,
                                        BadImages& bad) {
    constexpr std::int64_t size = 1, block_images = 256; // what comes out is not looked at
    const models::ImageFolder folder(options.data_dir, split, size);
    ProgressLine progress;
    for (std::int64_t first = 0; first < folder.size(); first += block_images) {
        stop_if_interrupted();
        progress.show(fmt::format("{}: image {} of {}", name, first, folder.size()));
        bad.add(models::reading_problems(folder, first, std::min(block_images, folder.size() - first), 0));
    }
    bad.images += folder.size();
    return count_classes(folder.labels(), folder.class_names().size());
}

void check_folder(const DataCheckOptions& options, JsonOutput& json) {
    std::string text;
    nlohmann::ordered_json values;
    values["dataset"] = options.dataset;
    BadImages bad;
    for (const auto& [split, name] : {std::pair{models::Split::train, "train"}, {models::Split::test, "val"}}) {
        const auto count = decode_folder(options, split, name, bad);
        text += class_text(name, count, fmt::format(" in {} classes", count.size()));
        values[fmt::format("{}_images_a_class", name)] = count;
    }
    values["bad_images"] = bad.bad;
    values["problems"] = bad.listed;
    json.write(values, text);
    if (bad.bad > 0) throw Error(bad.text(), ExitCode::bad_input);
}

} // namespace

std::vector<std::string> checked_datasets() {
    std::vector<std::string> names = models::official_set_names();
    names.emplace_back("image_folder");
    return names;
}

void check_data(const DataCheckOptions& options) {
    const std::vector<NamedFile> written{{"--json", options.json}};
    check_distinct(data_set_files(options.dataset, options.data_dir, written), written);
    JsonOutput json(options.json);
    if (options.dataset == "image_folder") return check_folder(options, json);
    const auto checks = models::check_files(models::official_set(options.dataset), options.data_dir);
    stop_if_interrupted();
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
        json.write(values, text);
        throw MissingFileError(fmt::format("{} is not complete in '{}'; 'fracbit data fetch {} --data-dir {}' "
                                           "downloads what is missing",
                                           options.dataset, options.data_dir, options.dataset, options.data_dir));
    }
    try {
        const auto train = read_split(options, models::Split::train), test = read_split(options, models::Split::test);
        values["train_images_a_class"] = train;
        values["test_images_a_class"] = test;
        text += class_text("train", train) + class_text("test", test);
        stop_if_interrupted();
    } catch (const FormatError& error) {
        values["problems"].push_back(error.what());
        json.write(values, text);
        throw;
    }
    json.write(values, text);
    if (bad > 0)
        throw Error(fmt::format("{} of {} files can be read, but are not the published ones", bad, checks.size()));
}

} // namespace fracbit::cli
