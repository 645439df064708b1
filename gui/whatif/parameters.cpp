#include "gui/whatif/parameters.hpp"

#include "gui/support/text.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <set>

#include <QObject>

namespace fracbit::gui {
namespace {

using Stops = std::vector<double>;

Stops linear(double low, double high, double step) {
    Stops stops;
    const auto count = std::llround((high - low) / step);
    for (std::int64_t i = 0; i <= count; ++i) stops.push_back(std::round((low + double(i) * step) * 1e6) / 1e6);
    return stops;
}

/// Every whole number up to 64, then 32 steps for each doubling.
Stops fine(double low, double high) {
    constexpr int first_doubling = 5;
    Stops stops;
    for (double value = low; value <= high;) {
        stops.push_back(value);
        const int doubling = value < 1 ? 0 : static_cast<int>(std::log2(value));
        value += std::exp2(std::max(0, doubling - first_doubling));
    }
    return stops;
}

/// 1, 2, 3, 4, 6, 8, 12, 16, ... times `unit`.
Stops coarse(double low, double high, double unit = 1) {
    Stops stops;
    if (low == 0) stops.push_back(0);
    for (double power = 1; power * unit <= high; power *= 2)
        for (const double factor : {1.0, 1.5}) {
            const double value = std::round(power * factor * unit * 1e6) / 1e6; // as a file may say it
            const bool whole = unit != 1 || std::floor(value) == value;
            if (whole && value >= low && value <= high) stops.push_back(value);
        }
    return stops;
}

Stops doubling(double low, double high) {
    Stops stops;
    for (double value = low; value <= high; value *= 2) stops.push_back(value);
    return stops;
}

ParameterControl control(const char* path, const QString& label, Stops stops = {}) {
    return {explorer::find_space_key(path), label, std::move(stops)};
}

std::vector<ParameterGroup> make_groups() {
    const auto tr = [](const char* text) { return QObject::tr(text); };
    std::vector<ParameterGroup> groups;
    groups.push_back({tr("What runs, and on what"),
                      {control("network", tr("Network")), control("technology", tr("Technology")),
                       control("clock.mhz", tr("Clock"), linear(50, 3000, 10))}});
    groups.push_back(
        {tr("Weights in memory"),
         {control("encoding.format", tr("Format")), control("encoding.q", tr("Bit planes q"), fine(1, 8)),
          control("encoding.n_in", tr("n_in"), fine(1, 64)), control("encoding.n_out", tr("n_out"), fine(1, 1024)),
          control("encoding.taps", tr("Taps"), fine(0, 16)),
          control("encoding.matrix_seed", tr("Matrix seed"), fine(0, 64)), control("encoding.order", tr("Order")),
          control("encoding.sparsity", tr("Sparsity"), linear(0, 0.99, 0.01)), control("encoding.mask", tr("Mask")),
          control("encoding.registers", tr("Registers"), fine(0, 7))}});
    groups.push_back({tr("Weight path"),
                      {control("weights.lanes", tr("Lanes"), fine(1, 64)),
                       control("weights.levels_per_stage", tr("Levels a stage"), fine(1, 16)),
                       control("weights.fifo_depth", tr("FIFO depth"), coarse(1, 1024)),
                       control("weights.reader_bytes", tr("Reader buffer"), coarse(4, 65'536)),
                       control("weights.fill_width", tr("Fill width"), coarse(1, 65'536)),
                       control("weights.buffer_bytes", tr("Weight buffer"), coarse(64, 16'777'216)),
                       control("weights.patch_ports", tr("Patch ports"), fine(1, 16)),
                       control("weights.patch_fifo_depth", tr("Patch FIFO"), coarse(1, 1024)),
                       control("weights.mask_lanes", tr("Mask lanes"), coarse(1, 4096)),
                       control("csr.decoders", tr("CSR decoders"), coarse(1, 1024))}});
    groups.push_back({tr("Array"),
                      {control("array.mode", tr("Mode")), control("array.rows", tr("Rows"), coarse(1, 1024)),
                       control("array.columns", tr("Columns"), coarse(1, 1024)),
                       control("array.activation_bits", tr("Activation bits"), fine(1, 8)),
                       control("array.accumulator_depth", tr("Accumulators"), coarse(1, 1'048'576)),
                       control("array.accumulator_banks", tr("Acc. banks"), fine(1, 2)),
                       control("array.tile_banks", tr("Tile banks"), fine(1, 2)),
                       control("array.levels_per_stage", tr("Levels a stage"), fine(1, 16))}});
    groups.push_back({tr("Memory channel"),
                      {control("memory.bytes_per_cycle", tr("Bandwidth"), coarse(0.1, 512, 0.1)),
                       control("memory.bandwidth_gb_s", tr("Bandwidth"), coarse(0.1, 1024, 0.1)),
                       control("memory.latency_cycles", tr("Latency"), coarse(0, 4096)),
                       control("memory.burst_bytes", tr("Burst"), doubling(4, 4096)),
                       control("memory.outstanding", tr("Outstanding"), coarse(1, 1024))}});
    groups.push_back({tr("Activations and outputs"),
                      {control("activations.buffer_bytes", tr("Act. buffer"), coarse(64, 67'108'864)),
                       control("keep_on_chip", tr("Keep on chip")), control("order", tr("Loop order")),
                       control("output.fifo_depth", tr("Output FIFO"), coarse(1, 1024)),
                       control("output.writer_bytes", tr("Writer buffer"), coarse(4, 65'536)),
                       control("vector_unit.lanes", tr("Vector lanes"), coarse(1, 1024))}});
    return groups;
}

bool one_of(models::WeightFormat format, std::initializer_list<models::WeightFormat> formats) {
    return std::find(formats.begin(), formats.end(), format) != formats.end();
}

} // namespace

int ParameterControl::stop_of(double value) const {
    const auto above = std::lower_bound(stops.begin(), stops.end(), value);
    if (above == stops.end()) return static_cast<int>(stops.size()) - 1;
    const auto at = static_cast<int>(above - stops.begin());
    return at > 0 && value - *(above - 1) < *above - value ? at - 1 : at;
}

const std::vector<ParameterGroup>& parameter_groups() {
    static const std::vector<ParameterGroup> groups = make_groups();
    return groups;
}

QString description(const ParameterControl& control) {
    const models::KeyRule& rule = control.rule();
    QString text = to_qt(rule.path() + ": " + rule.meaning + ".");
    if (!rule.unit.empty()) text += QStringLiteral("\n") + QObject::tr("Unit: %1").arg(to_qt(rule.unit));
    if (rule.type != models::KeyType::text)
        text += QStringLiteral("\n") + QObject::tr("Allowed: %1").arg(to_qt(rule.allowed()));
    return text;
}

bool matters(const std::string& path, const explorer::DesignPoint& point) {
    using models::WeightFormat;
    const WeightFormat format = point.weights.format;
    const bool encoded = one_of(format, {WeightFormat::flexor, WeightFormat::sparse, WeightFormat::shift_xor});
    const bool sparse = format == WeightFormat::sparse;
    static const std::set<std::string> of_network{"encoding.n_in",        "encoding.n_out", "encoding.taps",
                                                  "encoding.matrix_seed", "weights.lanes",  "weights.levels_per_stage"};
    static const std::set<std::string> of_sparse{"encoding.mask", "encoding.registers", "weights.patch_ports",
                                                 "weights.patch_fifo_depth", "weights.mask_lanes"};
    if (of_network.contains(path)) return encoded;
    if (of_sparse.contains(path)) return sparse;
    if (path == "encoding.sparsity") return sparse || format == WeightFormat::csr;
    if (path == "encoding.q") return !one_of(format, {WeightFormat::dense8, WeightFormat::csr});
    if (path == "csr.decoders") return format == WeightFormat::csr;
    if (path == "array.activation_bits") return point.architecture.array.mode == models::ArrayMode::xnor;
    return true;
}

} // namespace fracbit::gui
