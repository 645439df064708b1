// The list of keys, and the page that shows it.
#include "explorer/space/space_keys.hpp"
#include "explorer/metrics/metric.hpp"
#include "explorer/space/file_keys.hpp"
#include "models/config/architecture_keys.hpp"
#include "models/files/text_file.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::explorer;

namespace {

/// One or two allowed values of a key that are not its default.
std::vector<models::KeyValue> some_values(const models::KeyRule& rule) {
    using models::KeyType;
    switch (rule.type) {
    case KeyType::boolean:
        return {true, false};
    case KeyType::integer:
        if (rule.power_of_two) return {static_cast<std::int64_t>(rule.maximum), std::int64_t{8}};
        return {static_cast<std::int64_t>(rule.maximum), static_cast<std::int64_t>(rule.minimum)};
    case KeyType::number:
        return {models::Rational(static_cast<std::int64_t>(rule.maximum)), models::Rational(1)};
    case KeyType::text:
        return {std::string("x"), std::string("y")};
    case KeyType::choice:
        break;
    }
    std::vector<models::KeyValue> values(rule.choices.begin(), rule.choices.end());
    return values;
}

} // namespace

TEST_CASE("every key gives back what it was set to") {
    DesignPoint point;
    for (const SpaceKey& key : space_keys()) {
        for (const models::KeyValue& value : some_values(key.rule)) {
            INFO(key.rule.path() << " = " << models::toml_text(value));
            CHECK_FALSE(models::type_problem(key.rule, value));
            CHECK_FALSE(models::value_problem(key.rule, value));
            key.set(point, value);
            REQUIRE(key.get(point));
            CHECK(models::toml_text(*key.get(point)) == models::toml_text(value));
        }
    }
}

TEST_CASE("no two keys set the same") {
    for (const SpaceKey& key : space_keys()) {
        for (const SpaceKey& other : space_keys()) {
            if (&key == &other || key.alternative == other.rule.path()) continue;
            DesignPoint point;
            const auto before = other.get(point);
            for (const models::KeyValue& value : some_values(key.rule)) key.set(point, value);
            INFO(key.rule.path() << " against " << other.rule.path());
            CHECK(other.get(point) == before);
        }
    }
}

TEST_CASE("every key of an architecture but its format version is a key of points") {
    for (const models::ArchitectureKey& key : models::architecture_keys()) {
        INFO(key.rule.path());
        const SpaceKey* found = find_space_key(key.rule.path());
        REQUIRE((found != nullptr) == (key.rule.path() != "format_version"));
        if (found == nullptr) continue;
        CHECK(found->role == ParameterRole::architecture);
        CHECK(found->alternative == key.alternative);
    }
    CHECK(find_space_key("encoding.n_in")->role == ParameterRole::encoding);
    CHECK(find_space_key("technology")->role == ParameterRole::technology);
    CHECK(find_space_key("network")->role == ParameterRole::network);
    CHECK(find_space_key("encoding") == nullptr);
}

TEST_CASE("defaults that are listed are those of a point") {
    const DesignPoint point;
    CHECK(*find_space_key("encoding.n_in")->get(point) == models::KeyValue(std::int64_t{8}));
    CHECK(*find_space_key("encoding.n_out")->get(point) == models::KeyValue(std::int64_t{10}));
    CHECK(*find_space_key("encoding.format")->get(point) == models::KeyValue(std::string("flexor")));
    CHECK_FALSE(find_space_key("encoding.order")->get(point));
    CHECK_FALSE(find_space_key("encoding.patches_per_slice")->get(point));
    CHECK(point.n_in == point.weights.xor_spec.n_in);
}

TEST_CASE("the tables in docs/design_spaces.md are the ones the reader uses") {
    const std::string page = models::read_text_file(FRACBIT_SOURCE_DIR "/docs/design_spaces.md");
    for (const std::string& table : {describe_file_keys(), describe_space_keys()}) {
        INFO("a table must be:\n" << table);
        CHECK(page.find("```\n" + table + "```\n") != std::string::npos);
    }
}

TEST_CASE("the page docs/design_spaces.md has every metric") {
    const std::string page = models::read_text_file(FRACBIT_SOURCE_DIR "/docs/design_spaces.md");
    for (int i = 0; i < metric_count; ++i) {
        const MetricInfo& info = metric_info(static_cast<MetricId>(i));
        std::string row = "| `" + std::string(info.name) + "` | " + info.unit + " | " + info.meaning + " |";
        row += i < network_metric_count ? " yes |" : " |";
        INFO(row);
        CHECK(page.find(row + "\n") != std::string::npos);
    }
}

TEST_CASE("the example in docs/design_spaces.md is a space") {
    const std::string examples = FRACBIT_SOURCE_DIR "/examples/";
    const std::string page = models::read_text_file(FRACBIT_SOURCE_DIR "/docs/design_spaces.md");
    const std::size_t start = page.find("```toml\n") + 8;
    SpaceFiles files = {{"", page.substr(start, page.find("```\n", start) - start)}};
    for (const char* name : {"arch/edge.toml", "networks/resnet20.csv", "networks/alexnet.csv"})
        files[std::string("../") + name] = models::read_text_file(examples + name);
    const DesignSpace space = parse_space(files, "docs/design_spaces.md");
    CHECK(space.size() == 5 * 15 * 2 * 2 * 4 * 2 * 3);
    CHECK(space.axes().size() == 7);
    CHECK(space.networks()[1].network.layers.size() == 2);
    CHECK(space.objectives().size() == 2);
}
