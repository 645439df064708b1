// What expressions may name: parameters and metrics of a design space, each a slot in an array of numbers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fracbit::explorer {

enum class ValueType {
    number,
    boolean, ///< 0 or 1
    text     ///< the number of an interned text; only compared for equality
};

struct Symbol {
    std::string name;
    ValueType type = ValueType::number;
    int slot = 0;
};

class Symbols {
public:
    /// The next slot. Throws ConfigError if the name is taken.
    int add(const std::string& name, ValueType type);
    [[nodiscard]] const Symbol* find(const std::string& name) const;
    [[nodiscard]] std::vector<std::string> names() const;
    [[nodiscard]] int slots() const { return static_cast<int>(symbols_.size()); }
    /// The number that stands for a text; equal texts have equal numbers.
    double intern(const std::string& text);
    /// Nothing: no value has this text.
    [[nodiscard]] std::optional<double> interned(const std::string& text) const;

private:
    std::vector<Symbol> symbols_; // by slot
    std::vector<std::string> texts_;
};

} // namespace fracbit::explorer
