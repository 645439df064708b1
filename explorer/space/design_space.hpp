// A design space: what is varied, what is allowed, what counts (docs/design_spaces.md describes the file).
#pragma once

#include "explorer/accuracy/accuracy_table.hpp"
#include "explorer/expression/expression.hpp"
#include "explorer/space/design_point.hpp"
#include "models/config/key_rule.hpp"
#include "models/cost/technology.hpp"
#include "models/network/network.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace fracbit::explorer {

/// What a parameter changes; decides which results points with other values of it can share.
enum class ParameterRole { architecture, encoding, technology, network };

struct Parameter {
    models::KeyRule rule; ///< rule.path() is its name: "weights.lanes", "encoding.n_in", "technology", "network"
    ParameterRole role = ParameterRole::architecture;
    int slot = 0; ///< of its value in expressions
    int axis = 0;
    std::vector<models::KeyValue> values; ///< one for each turn of the axis
    std::vector<double> numbers;          ///< the same as slots hold them
};

/// Parameters that vary together; most axes have one.
struct Axis {
    std::vector<int> parameters; ///< indices into DesignSpace::parameters()
    int size = 0;                ///< turns
};

struct NetworkUse {
    std::string name;
    models::Network network;
    double runs = 1;              ///< of this network in one run of everything
    std::string accuracy_network; ///< rows of the accuracy tables; empty: accuracy is not asked for
    std::string accuracy_dataset;
};

struct Constraint {
    Expression holds;
};

struct Objective {
    Expression value;
    bool maximize = false;
    std::optional<double> reference; ///< the worst value that counts for the hypervolume
};

/// Every file that a space is made of, by the name it has in the space file; the space's own text is under "".
using SpaceFiles = std::map<std::string, std::string>;

struct SpaceKey;

class DesignSpace {
public:
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] const std::vector<NetworkUse>& networks() const { return networks_; }
    [[nodiscard]] const std::vector<Parameter>& parameters() const { return parameters_; }
    [[nodiscard]] const std::vector<Axis>& axes() const { return axes_; }
    [[nodiscard]] const std::vector<Expression>& conditions() const { return conditions_; } ///< of parameters alone
    [[nodiscard]] const std::vector<Constraint>& constraints() const { return constraints_; }
    [[nodiscard]] const std::vector<Objective>& objectives() const { return objectives_; }
    [[nodiscard]] const SpaceFiles& files() const { return files_; }
    [[nodiscard]] const DesignPoint& base() const { return base_; }
    /// Texts of accuracy tables, in the order of the file; the later ones win.
    [[nodiscard]] const std::vector<std::string>& accuracy_tables() const { return accuracy_tables_; }
    /// All of them read, in that order.
    [[nodiscard]] const AccuracyTable& accuracy() const { return accuracy_; }
    [[nodiscard]] const models::Technology& technology(const std::string& name) const;
    /// All that a point can be made in, by their names.
    [[nodiscard]] const std::map<std::string, models::Technology>& technologies() const { return technologies_; }

    /// Slots of expressions: parameters, then the metrics of the point, then those of each network, then keys that
    /// expressions name and no axis varies.
    [[nodiscard]] const Symbols& symbols() const { return symbols_; }
    [[nodiscard]] int metric_slot(int metric) const;                      ///< of the whole point
    [[nodiscard]] int network_metric_slot(int network, int metric) const; ///< metric < network_metric_count

    [[nodiscard]] PointId size() const { return size_; }     ///< of the full product; at most 2^62
    void digits_of(PointId id, std::span<int> digits) const; ///< one for each axis
    [[nodiscard]] PointId id_of(std::span<const int> digits) const;
    /// Sets the slots of parameters and of keys that do not vary.
    void fill_slots(std::span<const int> digits, std::span<double> slots) const;
    /// Whether all conditions hold.
    [[nodiscard]] bool allowed(std::span<const double> slots) const;
    [[nodiscard]] DesignPoint point(std::span<const int> digits) const;
    /// 16 hexadecimal digits: equal if files say the same, whatever their comments and layout.
    [[nodiscard]] const std::string& hash() const { return hash_; }

private:
    friend class SpaceReader;
    struct Column { ///< of a parameter's numbers
        int axis, slot;
        std::size_t first;
    };
    struct Constant {
        int slot;
        double value;
    };
    std::string name_, hash_;
    std::vector<NetworkUse> networks_;
    std::vector<Parameter> parameters_;
    std::vector<Axis> axes_;
    std::vector<Expression> conditions_;
    std::vector<Constraint> constraints_;
    std::vector<Objective> objectives_;
    SpaceFiles files_;
    DesignPoint base_;
    std::vector<std::string> accuracy_tables_;
    AccuracyTable accuracy_;
    std::map<std::string, models::Technology> technologies_;
    Symbols symbols_;
    PointId size_ = 1;
    std::vector<const SpaceKey*> keys_; // of the parameters
    std::vector<Column> columns_;
    std::vector<double> numbers_; // of all parameters
    std::vector<Constant> constants_;
};

/// The turns of all axes of a point that somebody has named. Throws ConfigError if the space has no such point or a
/// condition excludes it; `point` and `where` are its name and the space's in the message: "point 12", "the space".
std::vector<int> digits_of_named(const DesignSpace& space, PointId id, const std::string& point,
                                 const std::string& where);

inline constexpr std::int64_t space_format_version = 1;

/// Reads a space and the files that it names, relative to its folder. All problems of form are reported in one
/// FormatError (line, column, nearest known key), with the values that are not allowed; without problems of form, those
/// values in one ConfigError. Throws MissingFileError.
DesignSpace read_space(const std::string& path);
/// The same from texts that were kept (`DesignSpace::files`); `name` stands for the space file in messages.
DesignSpace parse_space(const SpaceFiles& files, const std::string& name);

} // namespace fracbit::explorer
