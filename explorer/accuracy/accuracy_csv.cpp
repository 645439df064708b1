#include "explorer/accuracy/accuracy_table.hpp"
#include "models/network/csv_columns.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

namespace fracbit::explorer {
namespace {

using models::CsvRecord;

std::vector<models::CsvColumn> columns() {
    return {{"network", true, {}},   {"dataset", true, {"data set"}},
            {"q", true, {}},         {"n_in", false, {}},
            {"n_out", true, {}},     {"taps", true, {}},
            {"sparsity", false, {}}, {"rate", false, {}},
            {"accuracy", true, {}},  {"full_precision", true, {}},
            {"kind", true, {}},      {"source", true, {}},
            {"epochs", false, {}},   {"seed", false, {}},
            {"command", false, {}},  {"activation_bits", false, {}}};
}

double number(const CsvRecord& record, const std::string& column, double least, double most) {
    const std::string text = record.text(column);
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size() || !(value >= least && value <= most))
        throw record.error(column, fmt::format("'{}' is not allowed for {}: use a number from {:g} to {:g}", text,
                                               column, least, most));
    return value;
}

AccuracyKind kind_of(const CsvRecord& record) {
    const std::string text = record.text("kind");
    for (const AccuracyKind kind : {AccuracyKind::published, AccuracyKind::measured})
        if (text == to_string(kind)) return kind;
    throw record.error(
        "kind", fmt::format("'{}' is not allowed for kind: use published or measured{}", text,
                            text == to_string(AccuracyKind::interpolated) ? " (the program interpolates itself)" : ""));
}

int bounded(const CsvRecord& record, const std::string& column, int least, int most) {
    const double value = number(record, column, least, most);
    if (value != static_cast<int>(value))
        throw record.error(column, fmt::format("'{}' is not allowed for {}: use a whole number from {} to {}",
                                               record.text(column), column, least, most));
    return static_cast<int>(value);
}

std::string filled(const CsvRecord& record, const std::string& column) {
    if (record.empty(column)) throw record.error(column, fmt::format("{} is empty: every row needs it", column));
    return record.text(column);
}

/// Spaces and recipes write NETWORK/DATASET.
std::string name_of(const CsvRecord& record, const std::string& column) {
    const std::string name = filled(record, column);
    if (name.find('/') != std::string::npos)
        throw record.error(column, fmt::format("'{}' is not allowed for {}: use a name without a slash", name, column));
    return name;
}

AccuracyRow row_of(const CsvRecord& record) {
    AccuracyRow row;
    row.network = name_of(record, "network");
    row.dataset = name_of(record, "dataset");
    row.q = bounded(record, "q", 1, 8);
    row.n_out = bounded(record, "n_out", 1, 1024);
    row.taps = bounded(record, "taps", 0, 64);
    if (!record.empty("sparsity")) row.sparsity = number(record, "sparsity", 0, 1);
    if (record.empty("n_in")) {
        if (record.empty("rate"))
            throw record.error(
                "n_in", "n_in is missing: give it, or the rate (bits a weight) where it differs from layer to layer");
        row.rate = number(record, "rate", 0, 64);
    } else {
        if (!record.empty("rate"))
            throw record.error("rate", "n_in and rate are both given: the rate follows from n_in, leave it empty");
        row.n_in = bounded(record, "n_in", 1, 1024);
        row.rate = static_cast<double>(row.q) * row.n_in / row.n_out;
    }
    if (!record.empty("activation_bits"))
        row.activation_bits = bounded(record, "activation_bits", 1, full_activation_bits);
    row.value.percent = number(record, "accuracy", 0, 100);
    row.value.full_precision_percent = number(record, "full_precision", 0, 100);
    if (row.value.full_precision_percent == 0)
        throw record.error("full_precision", "0 is not allowed for full_precision: losses are measured against it");
    row.value.kind = kind_of(record);
    row.value.source = filled(record, "source");
    row.epochs = record.text("epochs");
    row.seed = record.text("seed");
    row.command = record.text("command");
    if (row.value.kind == AccuracyKind::measured)
        for (const char* needed : {"seed", "epochs", "command"})
            if (record.empty(needed))
                throw record.error(needed,
                                   fmt::format("a measured row needs its {}: seed, epochs and command", needed));
    return row;
}

bool same_key(const AccuracyRow& a, const AccuracyRow& b) {
    return a.network == b.network && a.dataset == b.dataset && a.q == b.q && a.n_in == b.n_in && a.n_out == b.n_out &&
           a.taps == b.taps && a.sparsity == b.sparsity && a.rate == b.rate && a.activation_bits == b.activation_bits;
}

void check_version(const models::CsvTable& table) {
    const auto version = table.settings.find("format_version");
    if (version == table.settings.end() || version->second.value == std::to_string(accuracy_format_version)) return;
    throw table.error(version->second.line, 1,
                      fmt::format("format_version = {} is not known: this program reads {}", version->second.value,
                                  accuracy_format_version));
}

} // namespace

void AccuracyTable::add_csv(const std::string& text, const std::string& name) {
    const models::CsvTable table = models::parse_csv_table(text, name);
    check_version(table);
    const models::CsvColumns found(table, columns(), "the columns of an accuracy table");
    std::vector<AccuracyRow> rows = rows_;
    for (const models::CsvRow& csv : table.rows) {
        found.check_row(csv, false);
        const AccuracyRow row = row_of(CsvRecord(found, csv));
        const auto there = std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return same_key(r, row); });
        if (there == rows.end())
            rows.push_back(row);
        else
            *there = row;
    }
    rows_ = std::move(rows);
}

} // namespace fracbit::explorer
