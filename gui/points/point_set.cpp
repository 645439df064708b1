#include "gui/points/point_set.hpp"

#include "explorer/report/stored_values.hpp"
#include "gui/support/text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace fracbit::gui {
namespace {

constexpr int shown_digits = 5;

} // namespace

PointSet::PointSet(explorer::StoreContents contents, QString path)
    : contents_(std::move(contents)), path_(std::move(path)) {
    rows_.reserve(contents_.front.size() + contents_.sample.size());
    auto member = contents_.front.begin();
    const auto take_members = [&](std::int64_t below) { // both are by id
        for (; member != contents_.front.end() && member->id < below; ++member)
            rows_.push_back({member->id, member->values.data(), true});
    };
    for (const explorer::SamplePoint& point : contents_.sample) {
        take_members(point.id);
        if (member != contents_.front.end() && member->id == point.id) continue;
        rows_.push_back({point.id, point.values.data(), false});
    }
    take_members(std::numeric_limits<std::int64_t>::max());
    for (int column = 0; column < columns(); ++column) spreads_.push_back(spread_of(column));
}

PointSet::Spread PointSet::spread_of(int index) const {
    Spread spread;
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (int row = 0; row < rows(); ++row) {
        const double number = value(row, index), first = value(0, index);
        const bool both_missing = std::isnan(number) && std::isnan(first);
        spread.varied = spread.varied || (number != first && !both_missing);
        if (!std::isfinite(number)) continue;
        low = std::min(low, number);
        high = std::max(high, number);
    }
    if (low <= high) {
        spread.low = low;
        spread.high = high;
    }
    return spread;
}

std::optional<int> PointSet::row_of(std::int64_t id) const {
    const auto at =
        std::lower_bound(rows_.begin(), rows_.end(), id, [](const Row& row, std::int64_t x) { return row.id < x; });
    if (at == rows_.end() || at->id != id) return std::nullopt;
    return static_cast<int>(at - rows_.begin());
}

QString PointSet::text(int row, int index) const {
    const double number = value(row, index);
    if (std::isnan(number)) return QStringLiteral("-");
    return to_qt(explorer::rounded_text(column(index), number, shown_digits));
}

QString PointSet::exact_text(int row, int index) const {
    const double number = value(row, index);
    return to_qt(explorer::value_text(column(index), number));
}

std::string PointSet::unit(int index) const {
    const explorer::StoredColumn& wanted = column(index);
    if (wanted.kind != "objective" || !wanted.unit.empty()) return wanted.unit;
    std::istringstream words(wanted.name);
    std::string text;
    for (std::string word; words >> word;) {
        std::string part = word;
        if (word != "*" && word != "/") {
            const auto named = find_column(word); // parameters and metrics come before objectives
            part = named && *named != index ? column(*named).unit : "";
        }
        if (part.empty()) return {}; // a sum, a number, or something without a unit
        text += (text.empty() ? "" : " ") + part;
    }
    return text;
}

QString PointSet::title(int index) const { return with_unit(to_qt(column(index).name), to_qt(unit(index))); }

QString PointSet::list_title(int index) const {
    const auto twins = std::count_if(contents_.header.columns.begin(), contents_.header.columns.end(),
                                     [&](const auto& other) { return other.name == column(index).name; });
    return twins < 2 ? title(index) : title(index) + QStringLiteral(", ") + to_qt(column(index).kind);
}

QString PointSet::key(int index) const {
    return to_qt(column(index).kind) + QLatin1Char(' ') + to_qt(column(index).name);
}

std::optional<int> PointSet::find_key(const QString& key) const {
    for (int index = 0; index < columns(); ++index)
        if (this->key(index) == key) return index;
    return std::nullopt;
}

std::optional<int> PointSet::find_column(const std::string& name) const {
    for (int i = 0; i < columns(); ++i)
        if (column(i).name == name) return i;
    return std::nullopt;
}

std::vector<int> PointSet::columns_of(const std::string& kind) const {
    std::vector<int> result;
    for (int i = 0; i < columns(); ++i)
        if (column(i).kind == kind) result.push_back(i);
    return result;
}

std::vector<int> PointSet::varied_columns_of(const std::string& kind) const {
    std::vector<int> result = columns_of(kind);
    std::erase_if(result, [this](int index) { return !spreads_[static_cast<std::size_t>(index)].varied; });
    return result;
}

} // namespace fracbit::gui
