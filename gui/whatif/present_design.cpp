#include "gui/whatif/present_design.hpp"

#include "explorer/space/space_keys.hpp"
#include "gui/support/text.hpp"
#include "models/config/architecture_checks.hpp"
#include "models/core/error.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::gui {
namespace {

using models::KeyType;
using models::KeyValue;

const char* const default_network = "resnet18";
const auto network_key = QStringLiteral("network");
const auto networks_key = QStringLiteral("networks");
const auto technology_key = QStringLiteral("technology");
const auto own_technology_key = QStringLiteral("own_technology");

bool is_shipped(const std::string& technology) {
    const auto& shipped = models::shipped_technologies();
    return std::find(shipped.begin(), shipped.end(), technology) != shipped.end();
}

double number_of(const KeyValue& value) {
    if (const auto* truth = std::get_if<bool>(&value)) return *truth ? 1 : 0;
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
    if (const auto* fraction = std::get_if<models::Rational>(&value)) return fraction->value();
    if (const auto* real = std::get_if<double>(&value)) return *real;
    return 0;
}

std::string plain_text(const KeyValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    std::string text = models::toml_text(value);
    std::erase(text, '"'); // fractions
    return text;
}

/// The parameter of the encoding that a message names first.
std::string encoding_path(const std::string& message) {
    std::string first;
    std::size_t place = std::string::npos;
    for (const explorer::SpaceKey& key : explorer::space_keys()) {
        if (key.role != explorer::ParameterRole::encoding) continue;
        const std::size_t at = message.find(key.rule.name + " is ");
        if (at >= place) continue;
        place = at;
        first = key.rule.path();
    }
    return first;
}

} // namespace

PresentDesign::PresentDesign(NetworkBook& book) : book_(book) {
    design_.name = QObject::tr("present design");
    design_.technology = models::default_technology();
    design_.point.technology = design_.technology.name;
    design_.point.technology = models::shipped_technologies().front();
    explorer::resolve(design_.point);
    set_text("network", QString::fromLatin1(default_network));
}

std::optional<KeyValue> PresentDesign::value(const std::string& path) const {
    const explorer::SpaceKey* key = explorer::find_space_key(path);
    return key ? key->get(design_.point) : std::nullopt;
}

double PresentDesign::number(const std::string& path) const {
    if (const auto given = value(path)) return number_of(*given);
    const models::Architecture& architecture = design_.point.architecture;
    constexpr double rounding = 1e6; // as many decimals as a file may have
    double same = 0;
    if (path == "memory.bandwidth_gb_s")
        same = architecture.memory.bytes_per_cycle.value() * architecture.clock_mhz * 1e-3;
    if (path == "memory.latency_ns")
        same = static_cast<double>(architecture.memory.latency.count()) * 1e3 / architecture.clock_mhz;
    return std::round(same * rounding) / rounding;
}

QString PresentDesign::text(const std::string& path) const {
    if (path == "encoding.order") return QString::fromLatin1(to_string(design_.point.weights.order));
    const auto given = value(path);
    const auto* text = given ? std::get_if<std::string>(&*given) : nullptr;
    return text ? to_qt(*text) : QString();
}

void PresentDesign::set(const std::string& path, const KeyValue& value) {
    if (path == "network" || path == "technology") {
        if (const auto* name = std::get_if<std::string>(&value)) set_text(path, to_qt(*name));
        return;
    }
    explorer::find_space_key(path)->set(design_.point, value);
    if (path == "encoding.format") design_.point.order.reset(); // each format has its own
    explorer::resolve(design_.point);
    design_.stored.reset();
}

void PresentDesign::set_number(const std::string& path, double value) {
    const models::KeyRule& rule = explorer::find_space_key(path)->rule;
    if (rule.type == KeyType::boolean) return set(path, value != 0);
    if (rule.type == KeyType::integer) return set(path, static_cast<std::int64_t>(std::llround(value)));
    const KeyValue exact = models::normalised(rule, value);
    if (std::holds_alternative<models::Rational>(exact)) set(path, exact);
}

void PresentDesign::set_text(const std::string& path, const QString& text) {
    const std::string plain = to_std(text);
    if (path == "network") {
        const models::Network* network = book_.find(text);
        if (network == nullptr) return;
        design_.networks = {{plain, *network, 1, {}, {}}};
        design_.point.network.clear();
        design_.stored.reset();
    } else if (path == "technology") {
        if (!is_shipped(plain)) return;
        design_.technology = models::shipped_technology(plain);
        design_.point.technology = plain;
        design_.stored.reset();
    } else {
        set(path, plain);
    }
}

void PresentDesign::open(Design design) { design_ = std::move(design); }

void PresentDesign::open_architecture(const models::Architecture& architecture) {
    design_.point.architecture = architecture;
    explorer::resolve(design_.point);
    design_.stored.reset();
}

std::vector<PlacedProblem> PresentDesign::problems() const {
    std::vector<PlacedProblem> problems;
    for (const models::ArchitectureProblem& problem : models::find_problems(design_.point.architecture))
        problems.push_back({problem.keys.front(), to_qt(problem.text)});
    try {
        models::validate(design_.point.weights);
    } catch (const ConfigError& error) {
        problems.push_back({encoding_path(error.what()), to_qt(error.what())});
    }
    return problems;
}

QJsonObject PresentDesign::state() const {
    QJsonObject values;
    for (const explorer::SpaceKey& key : explorer::space_keys())
        if (const auto value = key.get(design_.point)) values[to_qt(key.rule.path())] = to_qt(plain_text(*value));
    if (!design_.networks.empty()) values[network_key] = to_qt(design_.networks.front().name);
    values[networks_key] = networks_state();
    values[technology_key] = to_qt(design_.point.technology);
    const bool shipped = is_shipped(design_.point.technology) &&
                         models::shipped_technology(design_.point.technology) == design_.technology;
    if (!shipped) values[own_technology_key] = to_qt(design_.technology.name);
    return values;
}

QJsonArray PresentDesign::networks_state() const {
    QJsonArray networks;
    for (const explorer::NetworkUse& use : design_.networks) {
        const models::Network* known = book_.find(to_qt(use.name));
        networks += QJsonObject{{QStringLiteral("name"), to_qt(use.name)},
                                {QStringLiteral("runs"), use.runs},
                                {QStringLiteral("in_book"), known != nullptr && *known == use.network}};
    }
    return networks;
}

QStringList PresentDesign::restore(const QJsonObject& state) {
    for (const explorer::SpaceKey& key : explorer::space_keys()) {
        const QString path = to_qt(key.rule.path());
        const QJsonValue kept = state[path];
        if (!kept.isString() || path == network_key || path == technology_key) continue;
        const KeyValue value = models::normalised(key.rule, models::value_from_text(key.rule, to_std(kept.toString())));
        if (!models::type_problem(key.rule, value) && !models::value_problem(key.rule, value))
            set(key.rule.path(), value);
    }
    const auto keep_order = state[QStringLiteral("encoding.order")].toString();
    if (!keep_order.isEmpty()) set("encoding.order", to_std(keep_order));
    return restore_networks(state) + restore_technology(state);
}

QStringList PresentDesign::restore_networks(const QJsonObject& state) {
    QJsonArray kept = state[networks_key].toArray();
    if (kept.isEmpty() && state[network_key].isString()) // as it was kept while there could be only one
        kept += QJsonObject{{QStringLiteral("name"), state[network_key]}};
    QStringList gone;
    std::vector<explorer::NetworkUse> networks;
    for (const QJsonValue& entry : kept) {
        const QJsonObject use = entry.toObject();
        const QString name = use[QStringLiteral("name")].toString();
        const double runs = use[QStringLiteral("runs")].toDouble(1);
        const models::Network* network = use[QStringLiteral("in_book")].toBool(true) ? book_.find(name) : nullptr;
        if (network != nullptr && runs > 0)
            networks.push_back({to_std(name), *network, runs, {}, {}});
        else
            gone += QObject::tr("network %1").arg(name);
    }
    if (networks.empty()) return gone;
    design_.networks = std::move(networks);
    design_.point.network.clear();
    design_.stored.reset();
    return gone;
}

QStringList PresentDesign::restore_technology(const QJsonObject& state) {
    const QString name = state[technology_key].toString(), own = state[own_technology_key].toString(name);
    if (name.isEmpty()) return {};
    if (state.contains(own_technology_key) || !is_shipped(to_std(name))) return {QObject::tr("technology %1").arg(own)};
    set_text("technology", name);
    return {};
}

} // namespace fracbit::gui
