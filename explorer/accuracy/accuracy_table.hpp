// Accuracy of a network whose weights are stored in a given way, from tables. Three different things: published in a
// paper, measured by us, interpolated between such rows (docs/accuracy.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fracbit::explorer {

/// Of activations: eight bits and more, which tables do not tell apart.
inline constexpr int full_activation_bits = 8;

enum class AccuracyKind { published, measured, interpolated };
const char* to_string(AccuracyKind kind);

/// What accuracy depends on.
struct AccuracyQuery {
    std::string network, dataset;
    int q = 1;
    int n_in = 1, n_out = 1;     ///< plain binary codes: 1, 1. Pruned weights are decoded without loss: not looked at
    int taps = 2;                ///< 0: dense matrix; not looked at where n_in = n_out = 1
    double sparsity = 0;         ///< share of pruned weights; 0: none
    bool full_precision = false; ///< dense8: taken for as good as full precision; its activations keep all their bits
    int shift_bits = 0;          ///< powers of two of so many bits: no table has them yet; 0: binary codes
    int activation_bits = full_activation_bits; ///< that layers of codes read, 1 to 8
};

struct Accuracy {
    double percent = 0;
    double full_precision_percent = 0;
    AccuracyKind kind = AccuracyKind::published;
    std::string source; ///< of interpolated ones: the rows between which they lie
    friend bool operator==(const Accuracy&, const Accuracy&) = default;
};

struct AccuracyRow {
    std::string network, dataset;
    int q = 1;
    int n_in = 0, n_out = 0; ///< n_in 0: differs from layer to layer; such a row is for people alone
    int taps = 2;
    double sparsity = 0;
    double rate = 1; ///< q * n_in / n_out, bits a weight
    int activation_bits = full_activation_bits;
    Accuracy value;
    std::string epochs, seed, command; ///< as the file says
};

inline constexpr std::int64_t accuracy_format_version = 1;

class AccuracyTable {
public:
    /// Adds the rows of a CSV text; rows with an equal key replace earlier ones. `name` stands for the file in
    /// messages. Throws FormatError (line, column) for what a cell says; the table is then as before.
    void add_csv(const std::string& text, const std::string& name);
    /// The row itself; else between the nearest rows on both sides, the rates of rows with the same planes (and, if
    /// that is possible, taps), for pruned weights their sparsities. Nothing if there are not rows on both sides. Rows
    /// of another number of activation bits are never looked at.
    [[nodiscard]] std::optional<Accuracy> find(const AccuracyQuery& query) const;
    [[nodiscard]] bool knows(const std::string& network, const std::string& dataset) const;
    [[nodiscard]] std::vector<std::string> networks() const; ///< "resnet20/cifar10", each once
    [[nodiscard]] const std::vector<AccuracyRow>& rows() const { return rows_; }

private:
    std::vector<AccuracyRow> rows_;
};

/// Tables that are part of the program: name and text (examples/accuracy/), "published" first.
const std::vector<std::pair<std::string, std::string>>& shipped_accuracy_tables();

} // namespace fracbit::explorer
