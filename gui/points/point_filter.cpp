#include "gui/points/point_filter.hpp"

#include "explorer/expression/expression.hpp"
#include "models/core/error.hpp"

#include <cmath>
#include <optional>
#include <utility>

namespace fracbit::gui {
namespace {

/// A condition over stored columns. Texts are interned by the symbols, and stored as their own numbers.
class Condition {
public:
    Condition(const PointSet& points, const std::string& text) : points_(points) {
        for (const int column : condition_columns(points)) add(column, points.column(column));
        expression_ = explorer::Expression::parse(text, symbols_);
        if (expression_->type() != explorer::ValueType::boolean)
            throw ConfigError("the filter '" + text +
                              "' is a number, not a condition: compare it with something, as in 'area_mm2 < 3'");
        slots_.resize(static_cast<std::size_t>(symbols_.slots()));
    }

    bool holds(int row) {
        for (const int slot : expression_->used_slots()) {
            const Source& source = sources_[static_cast<std::size_t>(slot)];
            const double value = points_.value(row, source.column);
            slots_[static_cast<std::size_t>(slot)] = source.interned.empty() || std::isnan(value)
                                                         ? value
                                                         : source.interned.at(static_cast<std::size_t>(value));
        }
        return expression_->evaluate(slots_) != 0;
    }

private:
    struct Source {
        int column;
        std::vector<double> interned; ///< of each text
    };

    void add(int index, const explorer::StoredColumn& column) {
        Source source{index, {}};
        symbols_.add(column.name, column.texts.empty() ? explorer::ValueType::number : explorer::ValueType::text,
                     column.texts);
        for (const std::string& text : column.texts) source.interned.push_back(symbols_.intern(text));
        sources_.push_back(std::move(source));
    }

    const PointSet& points_;
    explorer::Symbols symbols_;
    std::vector<Source> sources_; // by slot
    std::optional<explorer::Expression> expression_;
    std::vector<double> slots_;
};

} // namespace

std::vector<int> condition_columns(const PointSet& points) {
    std::vector<int> columns;
    for (int i = 0; i < points.columns(); ++i) {
        const std::string& name = points.column(i).name;
        if (name.find(' ') == std::string::npos && points.find_column(name) == i) columns.push_back(i);
    }
    return columns;
}

std::vector<int> rows_of(const PointSet& points, const PointFilter& filter) {
    std::vector<std::pair<int, ValueRange>> ranges;
    for (const auto& [name, range] : filter.ranges)
        if (const auto column = points.find_column(name)) ranges.emplace_back(*column, range);
    std::optional<Condition> condition;
    if (!filter.condition.empty()) condition.emplace(points, filter.condition);
    const auto passes = [&](int row) {
        if (filter.front_only && !points.on_front(row)) return false;
        for (const auto& [column, range] : ranges)
            if (!range.holds(points.value(row, column))) return false;
        return !condition || condition->holds(row);
    };
    std::vector<int> rows;
    for (int row = 0; row < points.rows(); ++row)
        if (passes(row)) rows.push_back(row);
    return rows;
}

} // namespace fracbit::gui
