#include "training/run/checkpoint.hpp"

#include "models/core/error.hpp"
#include "models/files/binary_file.hpp"
#include "models/files/file_seal.hpp"
#include "models/files/hdf5_reader.hpp"
#include "models/files/hdf5_writer.hpp"
#include "training/layers/layer_weights.hpp"
#include "training/recipe/recipe.hpp"

#include <algorithm>
#include <bit>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace fracbit::training {
namespace {

constexpr const char* checkpoint_kind = "training checkpoint";
constexpr std::int64_t checkpoint_version = 1, history_columns = 5;

models::Hdf5Shape shape_of(const at::Tensor& tensor) { return tensor.sizes().vec(); }

std::string joined(const std::vector<std::string>& lines) { return fmt::format("{}", fmt::join(lines, "\n")); }

void write_group(models::Hdf5Writer& file, const std::string& group, const std::vector<Parameter>& tensors) {
    file.group(group);
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        const std::string name = fmt::format("{}/{}", group, i);
        file.floats(name, shape_of(tensors[i].value), numbers_of(tensors[i].value));
        file.text(name, "name", tensors[i].name);
    }
}

using Values = std::vector<std::vector<float>>;

Values read_group(const models::Hdf5Reader& file, const std::string& group, const std::vector<Parameter>& tensors) {
    if (!file.has(group) || file.members(group) != static_cast<std::int64_t>(tensors.size()))
        file.fail(group, fmt::format("expected a group of {} tensors; the checkpoint is of another program version",
                                     tensors.size()));
    Values values;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        const std::string name = fmt::format("{}/{}", group, i);
        if (file.text(name, "name") != tensors[i].name)
            file.fail(name, "name", fmt::format("found '{}', expected '{}'", file.text(name, "name"), tensors[i].name));
        values.push_back(file.floats(name, shape_of(tensors[i].value)));
    }
    return values;
}

void overwrite(const std::vector<Parameter>& tensors, const Values& values) {
    const at::NoGradGuard no_gradients;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        at::Tensor here = at::empty(tensors[i].value.sizes());
        std::copy(values[i].begin(), values[i].end(), here.data_ptr<float>());
        at::Tensor(tensors[i].value).copy_(here);
    }
}

/// The first line that differs, for people; empty if none does.
std::string difference(const std::string& found, const std::vector<std::string>& expected) {
    std::size_t begin = 0;
    for (const std::string& line : expected) {
        const std::size_t end = std::min(found.find('\n', begin), found.size());
        const std::string there = begin <= found.size() ? found.substr(begin, end - begin) : "";
        if (current_line(there) != line) return fmt::format("it was made with '{}', the recipe says '{}'", there, line);
        begin = end + 1;
    }
    return begin <= found.size() ? fmt::format("it has more layers, first '{}'", found.substr(begin)) : "";
}

} // namespace

void write_checkpoint(const std::string& path, const CheckpointFacts& facts, const CheckpointTensors& tensors) {
    models::Hdf5Writer file(path);
    file.integer("/", "format_version", checkpoint_version);
    file.text("/", "kind", checkpoint_kind);
    file.text("/", "recipe", joined(facts.recipe));
    file.text("/", "data", facts.data);
    file.integer("/", "epochs", static_cast<std::int64_t>(facts.history.size()));
    file.integer("/", "steps", facts.steps);
    file.integer("/", "threads", facts.threads);
    write_group(file, "/parameters", *tensors.parameters);
    write_group(file, "/statistics", *tensors.statistics);
    write_group(file, "/optimizer", *tensors.optimizer);
    std::vector<std::int64_t> history;
    for (const EpochRecord& epoch : facts.history)
        for (const double value :
             {epoch.learning_rate, epoch.s_tanh, epoch.loss, epoch.train_accuracy, epoch.test_accuracy})
            history.push_back(std::bit_cast<std::int64_t>(value));
    file.numbers("/history", {static_cast<std::int64_t>(facts.history.size()), history_columns}, history);
    file.commit();
}

CheckpointFacts read_checkpoint(const std::string& path, const CheckpointFacts& expected,
                                const CheckpointTensors& tensors) {
    models::require_readable(path);
    const std::string remedy = "delete it to train again, or put an earlier copy in its place";
    if (!models::check_seal(path, remedy))
        throw FormatError(path,
                          "this is no training checkpoint, or the seal in its first 512 bytes is damaged; " + remedy);
    const models::Hdf5Reader file(path);
    if (!file.has_attribute("/", "kind") || file.text("/", "kind") != checkpoint_kind)
        file.fail("/", "this is no training checkpoint");
    if (const std::int64_t version = file.integer("/", "format_version"); version != checkpoint_version)
        file.fail(
            "/", "format_version",
            fmt::format("found {}, this program reads {}; use the program that wrote it", version, checkpoint_version));
    if (const std::string text = difference(file.text("/", "recipe"), expected.recipe); !text.empty())
        throw ConfigError(fmt::format("'{}' is the checkpoint of another recipe: {}; use the same recipe and --set, or "
                                      "another output folder",
                                      path, text));
    CheckpointFacts facts = expected;
    facts.data = file.text("/", "data");
    if (facts.data != expected.data)
        throw ConfigError(fmt::format("'{}' was trained on other images: {}, these are {}; use the same --data-dir, or "
                                      "another output folder",
                                      path, facts.data, expected.data));
    facts.steps = file.integer("/", "steps");
    facts.threads = static_cast<int>(file.integer("/", "threads"));
    const std::int64_t epochs = file.integer("/", "epochs");
    const auto history = file.numbers("/history", {epochs, history_columns});
    for (std::int64_t i = 0; i < epochs; ++i) {
        const auto value = [&](std::int64_t column) {
            return std::bit_cast<double>(history[static_cast<std::size_t>(i * history_columns + column)]);
        };
        facts.history.push_back({static_cast<int>(i + 1), value(0), value(1), value(2), value(3), value(4), 0});
    }
    const Values parameters = read_group(file, "/parameters", *tensors.parameters),
                 statistics = read_group(file, "/statistics", *tensors.statistics),
                 optimizer = read_group(file, "/optimizer", *tensors.optimizer);
    overwrite(*tensors.parameters, parameters);
    overwrite(*tensors.statistics, statistics);
    overwrite(*tensors.optimizer, optimizer);
    return facts;
}

} // namespace fracbit::training
