#include "gui/whatif/bar_rows.hpp"

#include "gui/support/text.hpp"

#include <algorithm>
#include <numeric>

#include <QObject>

namespace fracbit::gui {
namespace {

QString readable_name(const char* name) { return to_qt(name).replace(QLatin1Char('_'), QLatin1Char(' ')); }

void largest_first(BarTable& table) {
    std::stable_sort(table.rows.begin(), table.rows.end(),
                     [](const BarRow& a, const BarRow& b) { return a.total() > b.total(); });
}

} // namespace

double BarRow::total() const { return std::accumulate(parts.begin(), parts.end(), 0.0); }

BarTable stall_bars(const DesignFigures& figures, FigureScope scope) {
    const models::LayerResult& counts = counts_of(figures, scope);
    BarTable table;
    table.title = scope_name(figures, scope);
    table.unit = QObject::tr("cycles");
    table.legend = {QObject::tr("busy"), QObject::tr("waits for input"), QObject::tr("waits for room"),
                    QObject::tr("idle")};
    table.whole = static_cast<double>(counts.cycles.count());
    table.full = true;
    for (int b = 0; b < models::block_count; ++b) {
        const auto id = static_cast<models::BlockId>(b);
        const models::BlockCycles& block = counts.block(id);
        if (block.idle == block.total()) continue;
        const auto number = [](Cycles cycles) { return static_cast<double>(cycles.count()); };
        table.rows.push_back(
            {readable_name(models::to_string(id)),
             {number(block.busy), number(block.stall_in), number(block.stall_out), number(block.idle)}});
    }
    return table;
}

BarTable area_bars(const DesignFigures& figures) {
    BarTable table;
    table.title = QObject::tr("Cell area");
    table.unit = QStringLiteral("mm²");
    table.legend = {QObject::tr("logic"), QObject::tr("flip-flops"), QObject::tr("SRAM")};
    if (!figures.machine) return table;
    constexpr double mm2 = 1e-6;
    for (int p = 0; p < models::part_count; ++p) {
        const auto id = static_cast<models::PartId>(p);
        const models::Area& area = figures.machine->part(id).area;
        if (area.total_um2() > 0)
            table.rows.push_back({readable_name(models::to_string(id)),
                                  {area.logic_um2 * mm2, area.flops_um2 * mm2, area.sram_um2 * mm2}});
    }
    table.whole = figures.machine->area.total_um2() * mm2;
    largest_first(table);
    return table;
}

BarTable energy_bars(const DesignFigures& figures) {
    BarTable table;
    table.title = QObject::tr("Energy of a run");
    table.unit = QStringLiteral("µJ");
    table.legend = {QObject::tr("operations"), QObject::tr("clock"), QObject::tr("leakage"), QObject::tr("memory")};
    if (!figures.machine) return table;
    constexpr double uj = 1e-6;
    for (int p = 0; p < models::part_count; ++p) {
        const auto id = static_cast<models::PartId>(p);
        const models::PartEnergy& part = figures.energy.part(id);
        if (part.total_pj() > 0)
            table.rows.push_back({readable_name(models::to_string(id)),
                                  {part.switching_pj * uj, part.clock_pj * uj, part.leakage_pj * uj, 0}});
    }
    for (int s = 0; s < models::stream_count; ++s) {
        const double stream = figures.energy.streams_pj[static_cast<std::size_t>(s)];
        if (stream > 0)
            table.rows.push_back(
                {QObject::tr("memory: %1").arg(readable_name(models::to_string(static_cast<models::StreamId>(s)))),
                 {0, 0, 0, stream * uj}});
    }
    table.whole = figures.energy.total_pj() * uj;
    largest_first(table);
    return table;
}

} // namespace fracbit::gui
