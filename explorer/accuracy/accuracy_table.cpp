#include "explorer/accuracy/accuracy_table.hpp"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

namespace fracbit::explorer {
namespace {

/// Two rows that a value lies between, along a coordinate of theirs.
struct Bracket {
    const AccuracyRow* below = nullptr;
    const AccuracyRow* above = nullptr;
};

using Coordinate = double (*)(const AccuracyRow&);
using Counts = std::function<bool(const AccuracyRow&)>;

double rate_of(const AccuracyRow& row) { return row.rate; }
double sparsity_of(const AccuracyRow& row) { return row.sparsity; }

/// The nearest row on each side of `at`; of equals the one that came last.
Bracket bracket(const std::vector<AccuracyRow>& rows, Coordinate coordinate, double at, const Counts& counts) {
    Bracket result;
    for (const AccuracyRow& row : rows) {
        if (!counts(row)) continue;
        const double x = coordinate(row);
        if (x <= at && (!result.below || x >= coordinate(*result.below))) result.below = &row;
        if (x >= at && (!result.above || x <= coordinate(*result.above))) result.above = &row;
    }
    return result;
}

std::optional<Accuracy> between(const Bracket& rows, Coordinate coordinate, double at) {
    if (!rows.below || !rows.above) return std::nullopt;
    const double low = coordinate(*rows.below), high = coordinate(*rows.above);
    const double share = high > low ? (at - low) / (high - low) : 0;
    const auto mix = [&](double below, double above) { return below + share * (above - below); };
    const Accuracy &below = rows.below->value, &above = rows.above->value;
    Accuracy result{mix(below.percent, above.percent), mix(below.full_precision_percent, above.full_precision_percent),
                    AccuracyKind::interpolated, ""};
    result.source = high > low ? fmt::format("between {:g} ({}) and {:g} ({})", low, below.source, high, above.source)
                               : fmt::format("at {:g} ({})", low, below.source);
    return result;
}

bool plain(int n_in, int n_out) { return n_in > 0 && n_in == n_out; }

} // namespace

const char* to_string(AccuracyKind kind) {
    switch (kind) {
    case AccuracyKind::published:
        return "published";
    case AccuracyKind::measured:
        return "measured";
    case AccuracyKind::interpolated:
        return "interpolated";
    }
    return "?";
}

bool AccuracyTable::knows(const std::string& network, const std::string& dataset) const {
    return std::any_of(rows_.begin(), rows_.end(),
                       [&](const AccuracyRow& row) { return row.network == network && row.dataset == dataset; });
}

std::vector<std::string> AccuracyTable::networks() const {
    std::vector<std::string> result;
    for (const AccuracyRow& row : rows_) {
        const std::string name = fmt::format("{}/{}", row.network, row.dataset);
        if (std::find(result.begin(), result.end(), name) == result.end()) result.push_back(name);
    }
    return result;
}

std::optional<Accuracy> AccuracyTable::find(const AccuracyQuery& query) const {
    const int activation_bits = query.full_precision ? full_activation_bits : query.activation_bits;
    const auto ours = [&](const AccuracyRow& row) {
        return row.network == query.network && row.dataset == query.dataset && row.activation_bits == activation_bits;
    };
    if (query.shift_bits > 0) return std::nullopt; // rows are of binary codes
    if (query.full_precision) {
        const auto row = std::find_if(rows_.begin(), rows_.end(), ours);
        if (row == rows_.end()) return std::nullopt;
        Accuracy result = row->value;
        result.percent = result.full_precision_percent;
        return result;
    }
    const auto planes = [&](const AccuracyRow& row) { return ours(row) && row.q == query.q && row.n_in > 0; };
    if (query.sparsity > 0) {
        const auto same = std::find_if(rows_.begin(), rows_.end(), [&](const AccuracyRow& row) {
            return planes(row) && row.sparsity == query.sparsity;
        });
        if (same != rows_.end()) return same->value;
        // Unpruned plain codes are the end of the scale.
        const Counts counts = [&](const AccuracyRow& row) {
            return planes(row) && (row.sparsity > 0 || plain(row.n_in, row.n_out));
        };
        return between(bracket(rows_, sparsity_of, query.sparsity, counts), sparsity_of, query.sparsity);
    }
    const auto dense = [&](const AccuracyRow& row) { return planes(row) && row.sparsity == 0; };
    const auto taps = [&](const AccuracyRow& row) { return dense(row) && row.taps == query.taps; };
    const bool plain_codes = plain(query.n_in, query.n_out) && query.n_in == 1;
    const auto same = std::find_if(rows_.begin(), rows_.end(), [&](const AccuracyRow& row) {
        return row.n_in == query.n_in && row.n_out == query.n_out && (plain_codes ? dense(row) : taps(row));
    });
    if (same != rows_.end()) return same->value;
    const double rate = static_cast<double>(query.q) * query.n_in / query.n_out;
    if (!plain_codes)
        if (const auto found = between(bracket(rows_, rate_of, rate, taps), rate_of, rate)) return found;
    return between(bracket(rows_, rate_of, rate, dense), rate_of, rate);
}

} // namespace fracbit::explorer
