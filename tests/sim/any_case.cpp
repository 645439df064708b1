#include "tests/sim/any_case.hpp"

#include "models/config/architecture_keys.hpp"
#include "tests/support/drawer.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace fracbit::test {

using namespace models;
using tests::Drawer;

namespace {

/// Small values and the ends more often than what lies between.
std::int64_t draw_integer(Drawer& draw, const KeyRule& rule) {
    const auto least = static_cast<std::int64_t>(rule.minimum), most = static_cast<std::int64_t>(rule.maximum);
    std::int64_t value = least;
    switch (draw.range(0, 9)) {
    case 0:
        break;
    case 1:
        value = least + 1;
        break;
    case 2:
        value = most;
        break;
    default: { // of any number of digits
        const int bits = static_cast<int>(
            draw.range(1, 1 + static_cast<int>(std::log2(std::max<double>(1, rule.maximum - rule.minimum)))));
        value = least + draw.range(0, (std::int64_t{1} << bits) - 1);
    }
    }
    value = std::min(value, most);
    if (!rule.power_of_two) return value;
    std::int64_t power = 1;
    while (power < value) power *= 2;
    return power;
}

Rational draw_number(Drawer& draw, const KeyRule& rule) {
    const std::int64_t denominator = draw.pick<std::int64_t>({1, 1, 2, 5, 10, 1000});
    const double least = std::max(rule.minimum, 0.001), most = std::min(rule.maximum, 1e5);
    const double drawn = least * std::pow(most / least, static_cast<double>(draw.range(0, 1000)) / 1000);
    const auto numerator = static_cast<std::int64_t>(drawn * static_cast<double>(denominator));
    if (static_cast<double>(numerator) / static_cast<double>(denominator) < least) return {1, 1};
    return {numerator, denominator};
}

void redraw(Drawer& draw, Architecture& architecture, const ArchitectureKey& key) {
    switch (key.rule.type) {
    case KeyType::boolean:
        key.set(architecture, draw.chance(50));
        return;
    case KeyType::integer:
        key.set(architecture, draw_integer(draw, key.rule));
        return;
    case KeyType::number:
        key.set(architecture, draw_number(draw, key.rule));
        return;
    case KeyType::choice:
        key.set(architecture, draw.one_of(key.rule.choices));
        return;
    case KeyType::text:
        return;
    }
}

bool fixed(const KeyRule& rule) {
    const std::string path = rule.path();
    return path == "format_version" || path == "array.mode" || path == "array.activation_bits";
}

/// Layers that take the output of an earlier one of the same shape in place of the last one's.
void branch(Drawer& draw, Network& network) {
    for (std::size_t i = 1; i < network.layers.size(); ++i) {
        std::vector<std::string> fitting;
        for (std::size_t j = 0; j < i; ++j)
            if (network.layers[j].output() == network.layers[i].input) fitting.push_back(network.layers[j].name);
        if (!fitting.empty() && draw.chance(60)) network.layers[i].source = draw.one_of(fitting);
    }
}

} // namespace

void draw_any_keys(RandomCase& c, std::uint64_t seed) {
    Drawer draw(seed ^ 0xa27'ca5eU);
    const int percent = draw.pick({3, 8, 20});
    for (const ArchitectureKey& key : architecture_keys())
        if (!fixed(key.rule) && draw.chance(percent)) redraw(draw, c.architecture, key);
    c.store_for_array();
}

RandomCase any_case(std::uint64_t seed) {
    RandomCase c = random_case(seed);
    draw_any_keys(c, seed);
    Drawer draw(seed ^ 0xb2a'4c4U);
    branch(draw, c.network);
    if (draw.chance(10)) {
        c.network.independent_layers = true;
        for (Layer& layer : c.network.layers) {
            layer.source.reset();
            layer.residual.reset();
        }
        std::erase_if(c.network.layers, [](const Layer& layer) { return layer.kind == LayerKind::add; });
    }
    if (draw.chance(20))
        for (Layer& layer : c.network.layers)
            if (runs_on_array(layer.kind) && draw.chance(30)) layer.refetches = draw.range(1, 3);
    return c;
}

} // namespace fracbit::test
