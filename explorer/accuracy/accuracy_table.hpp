// Accuracy of a network whose weights are stored at a given rate, from tables. Three different things: published in a
// paper, measured by us, interpolated between such rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fracbit::explorer {

enum class AccuracyKind { published, measured, interpolated };
const char* to_string(AccuracyKind kind);

/// What accuracy depends on. `sparsity` 0 for dense formats.
struct AccuracyQuery {
    std::string network, dataset;
    int q = 1;
    int n_in = 1, n_out = 1; ///< plain binary codes: 1, 1
    int taps = 2;            ///< 0: dense matrix
    double sparsity = 0;
    bool full_precision = false; ///< dense8 counts as full precision
};

struct Accuracy {
    double percent = 0;
    double full_precision_percent = 0;
    AccuracyKind kind = AccuracyKind::published;
    std::string source;
};

/// Reading: docs/accuracy.md. Columns: network, dataset, q, n_in, n_out, taps, sparsity, accuracy, full_precision,
/// kind, source, and for measured rows seed, epochs, command.
class AccuracyTable {
public:
    /// Adds rows; equal keys replace earlier ones. `name` stands for the file in messages. Throws FormatError (line,
    /// column).
    void add_csv(const std::string& text, const std::string& name);
    /// Nothing if no row says it and none on both sides do: rates outside the rows' range are not guessed.
    [[nodiscard]] std::optional<Accuracy> find(const AccuracyQuery& query) const;
    [[nodiscard]] bool knows(const std::string& network, const std::string& dataset) const;
    [[nodiscard]] std::vector<std::string> networks() const; ///< "resnet20/cifar10"

    struct Row {
        AccuracyQuery key;
        Accuracy value;
    };
    [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }

private:
    std::vector<Row> rows_;
};

/// The rows that ship with the program (examples/accuracy/published.csv).
const std::string& published_accuracy_csv();

} // namespace fracbit::explorer
