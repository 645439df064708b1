#include "gui/whatif/layer_table.hpp"

#include "explorer/metrics/metric.hpp"
#include "gui/support/text.hpp"
#include "models/results/operand_fetches.hpp"

#include <algorithm>
#include <utility>

namespace fracbit::gui {
namespace {

using models::BlockId;

double percent(double part, double whole) { return whole > 0 ? 100 * part / whole : 0; }

double busy_percent(const models::LayerResult& counts, BlockId block) {
    return percent(static_cast<double>(counts.block(block).busy.count()), static_cast<double>(counts.cycles.count()));
}

double bus_bytes(const models::LayerResult& counts, bool weights_only) {
    std::int64_t sum = 0;
    for (int s = 0; s < models::stream_count; ++s)
        if (!weights_only || models::holds_weights(static_cast<models::StreamId>(s)))
            sum += counts.streams[static_cast<std::size_t>(s)].bus_bytes.count();
    return static_cast<double>(sum);
}

} // namespace

BlockId busiest_block(const models::LayerResult& counts) {
    const auto longest =
        std::max_element(counts.blocks.begin(), counts.blocks.end(),
                         [](const models::BlockCycles& a, const models::BlockCycles& b) { return a.busy < b.busy; });
    return static_cast<BlockId>(longest - counts.blocks.begin());
}

int LayerTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : column_count; }

QVariant LayerTableModel::number(FigureScope scope, int column) const {
    const models::LayerResult& counts = counts_of(*figures(), scope);
    const auto network = static_cast<std::size_t>(scope.network);
    const NetworkFigures& of = figures()->networks[network];
    const auto layer = static_cast<std::size_t>(std::max(scope.layer, 0));
    constexpr double kib = 1024;
    switch (column) {
    case cycles:
        return static_cast<qlonglong>(counts.cycles.count());
    case share:
        return percent(static_cast<double>(counts.cycles.count()), static_cast<double>(of.total.cycles.count()));
    case utilization:
        return 100 * (scope.layer < 0 ? figures()->value(explorer::MetricId::utilization, scope.network)
                                      : of.utilization[layer]);
    case memory_busy:
        return busy_percent(counts, BlockId::memory);
    case decoder_busy:
        return busy_percent(counts, BlockId::decoder);
    case array_busy:
        return busy_percent(counts, BlockId::array);
    case weight_kib:
        return bus_bytes(counts, true) / kib;
    case bus_kib:
        return bus_bytes(counts, false) / kib;
    case macs:
        return static_cast<qlonglong>(counts.macs);
    case energy_nj:
        if (of.layer_energy_pj.empty()) return {};
        return 1e-3 * (scope.layer < 0 ? of.energy.total_pj() : of.layer_energy_pj[layer]);
    default:
        return {};
    }
}

QVariant LayerTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || !figures()) return {};
    const FigureScope scope = this->scope(index.row());
    if (role == Qt::TextAlignmentRole && index.column() != name && index.column() != kind && index.column() != busiest)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::UserRole) return {};
    const models::LayerResult& counts = counts_of(*figures(), scope);
    if (index.column() == name) return scope.layer < 0 ? scope_name(*figures(), scope) : to_qt(counts.name);
    if (index.column() == busiest) return to_qt(models::to_string(busiest_block(counts)));
    if (index.column() == kind) {
        const auto& use = figures()->design.networks[static_cast<std::size_t>(scope.network)];
        if (scope.layer < 0) return QString();
        return to_qt(models::to_string(use.network.layers[static_cast<std::size_t>(scope.layer)].kind));
    }
    const QVariant value = number(scope, index.column());
    if (role == Qt::UserRole) return value;
    return value.isValid() ? short_number(value.toDouble()) : QStringLiteral("-");
}

QVariant LayerTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) return {};
    static constexpr const char* titles[column_count] = {
        "Layer",     "Kind",    "Cycles",      "Share %", "Utilization %", "Busiest block", "Memory %",
        "Decoder %", "Array %", "Weights KiB", "Bus KiB", "MACs",          "Energy nJ"};
    static constexpr const char* meanings[column_count] = {
        "layers in the order in which they run; above them their sum",
        "what the layer computes",
        "cycles of all its runs",
        "of the network's cycles, percent",
        "multiplications of all planes / (cycles x rows x columns of the array), percent",
        "the block that was busy most cycles",
        "share of the cycles in which the memory channel is busy, percent",
        "share of the cycles in which the XOR decoder is busy, percent",
        "share of the cycles in which the array is busy, percent",
        "what the memory channel carried of weights and what they need, KiB",
        "all that the memory channel carried, KiB",
        "multiply-accumulates, padding included",
        "switching, clock, leakage and memory, nJ"};
    return tr(role == Qt::DisplayRole ? titles[section] : meanings[section]);
}

} // namespace fracbit::gui
