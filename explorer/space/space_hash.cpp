#include "explorer/space/space_hash.hpp"

#include "explorer/expression/tokens.hpp"
#include "explorer/space/space_keys.hpp"
#include "models/core/hashing.hpp"
#include "models/cost/technology_keys.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace fracbit::explorer {
namespace {

/// One line for each value. Texts are quoted, so that no value looks like another line.
class Lines {
public:
    template <class... Args>
    void add(fmt::format_string<Args...> format, Args&&... args) {
        text_ += fmt::format(format, std::forward<Args>(args)...) + "\n";
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

std::string quoted(const std::string& text) { return models::toml_text(text); }

/// What is fixed. Of two keys that say the same the one that was given counts.
void add_base(const DesignSpace& space, Lines& lines) {
    std::set<std::string> varied;
    for (const Parameter& parameter : space.parameters()) {
        varied.insert(parameter.rule.path());
        varied.insert(find_space_key(parameter.rule.path())->alternative);
    }
    const DesignPoint defaults;
    for (const SpaceKey& key : space_keys()) {
        const auto value = key.get(space.base());
        const SpaceKey* other = find_space_key(key.alternative);
        const bool follows = other != nullptr && !other->get(defaults) && other->get(space.base());
        if (!value || follows || varied.count(key.rule.path())) continue;
        lines.add("base {} {}", key.rule.path(), models::toml_text(*value));
    }
}

void add_networks(const DesignSpace& space, Lines& lines) {
    for (const NetworkUse& use : space.networks()) {
        lines.add("network {} runs {} accuracy {} {} independent {}", use.name, use.runs, quoted(use.accuracy_network),
                  quoted(use.accuracy_dataset), use.network.independent_layers);
        for (int i = 0; i < static_cast<int>(use.network.layers.size()); ++i) {
            const models::Layer& l = use.network.layers[static_cast<std::size_t>(i)];
            lines.add("layer {} {} input {} {} {} out {} kernel {} {} stride {} {} pad {} {} dilation {} {}",
                      quoted(l.name), to_string(l.kind), l.input.channels, l.input.height, l.input.width,
                      l.out_channels, l.kernel_height, l.kernel_width, l.stride_height, l.stride_width, l.pad_height,
                      l.pad_width, l.dilation_height, l.dilation_width);
            lines.add("groups {} repeat {} refetches {} relu {} source {} residual {}", l.groups, l.repeat, l.refetches,
                      l.relu, use.network.source_of(i), use.network.residual_of(i));
        }
    }
}

void add_technologies(const std::map<std::string, models::Technology>& technologies, Lines& lines) {
    for (const auto& [name, technology] : technologies) {
        lines.add("technology {}", quoted(name));
        models::Technology copy = technology; // the keys' accessors want to write
        for (const models::TechnologyKey& key : models::technology_keys()) {
            const models::Figure& figure = key.figure(copy);
            lines.add("{} {} {}", key.path(), figure.value, to_string(figure.quality));
        }
    }
}

/// What the tables say together; rows that others replaced say nothing.
void add_accuracies(const AccuracyTable& table, Lines& lines) {
    std::vector<std::string> rows;
    for (const AccuracyRow& row : table.rows())
        rows.push_back(fmt::format(
            "accuracy {} {} {} {} {} {} {} {} activations {} is {} of {} {} {}", quoted(row.network),
            quoted(row.dataset), row.q, row.n_in, row.n_out, row.taps, row.sparsity, row.rate, row.activation_bits,
            row.value.percent, row.value.full_precision_percent, to_string(row.value.kind), quoted(row.value.source)));
    std::sort(rows.begin(), rows.end());
    for (const std::string& row : rows) lines.add("{}", row);
}

/// All of them must hold, in whatever order.
void add_conditions(const char* what, std::vector<std::string> texts, Lines& lines) {
    for (std::string& text : texts) text = plain_layout(text);
    std::sort(texts.begin(), texts.end());
    for (const std::string& text : texts) lines.add("{} {}", what, quoted(text));
}

} // namespace

std::string canonical_text(const DesignSpace& space) {
    Lines lines;
    lines.add("space {} {}", space_format_version, quoted(space.name()));
    add_base(space, lines);
    add_networks(space, lines);
    add_technologies(space.technologies(), lines);
    add_accuracies(space.accuracy(), lines);
    for (const Parameter& parameter : space.parameters()) {
        lines.add("parameter {} axis {}", parameter.rule.path(), parameter.axis);
        for (const models::KeyValue& value : parameter.values) lines.add("value {}", models::toml_text(value));
    }
    std::vector<std::string> conditions, constraints;
    for (const Expression& condition : space.conditions()) conditions.push_back(condition.text());
    for (const Constraint& constraint : space.constraints()) constraints.push_back(constraint.holds.text());
    add_conditions("condition", std::move(conditions), lines);
    add_conditions("constraint", std::move(constraints), lines);
    for (const Objective& objective : space.objectives())
        lines.add("{} {} {}", objective.maximize ? "maximize" : "minimize",
                  quoted(plain_layout(objective.value.text())),
                  objective.reference ? fmt::format("{}", *objective.reference) : "-");
    return lines.text();
}

std::string text_hash(const std::string& text) {
    ByteHash hash;
    hash.add(text);
    return fmt::format("{:016x}", mixed_bits(hash.value()));
}

} // namespace fracbit::explorer
