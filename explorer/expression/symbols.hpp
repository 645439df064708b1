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
    std::vector<std::string> choices; ///< of a text: what it may be compared with
};

class Symbols {
public:
    /// The next slot. Throws ConfigError if the name is taken. `choices` of a text are interned.
    int add(const std::string& name, ValueType type, std::vector<std::string> choices = {});
    /// A name that has no slot, but is worth a "did you mean ...?".
    void add_suggestion(const std::string& name);
    [[nodiscard]] const Symbol* find(const std::string& name) const;
    [[nodiscard]] std::vector<std::string> names() const;
    [[nodiscard]] std::vector<std::string> suggestions() const; ///< names, and those that only might be meant
    [[nodiscard]] int slots() const { return static_cast<int>(symbols_.size()); }
    /// The number that stands for a text; equal texts have equal numbers.
    double intern(const std::string& text);
    /// Nothing: no value has this text.
    [[nodiscard]] std::optional<double> interned(const std::string& text) const;

private:
    std::vector<Symbol> symbols_; // by slot
    std::vector<std::string> texts_, suggestions_;
};

} // namespace fracbit::explorer
