// Step one of reading a space: the TOML text as it stands, keys matched and types checked. docs/design_spaces.md
// describes the file.
#pragma once

#include "explorer/space/space_keys.hpp"
#include "models/core/error.hpp"

#include <optional>
#include <string>
#include <vector>

namespace fracbit::explorer {

struct PlacedValue {
    models::KeyValue value; ///< normalised
    FileLocation where;
};

struct PlacedText {
    std::string text;
    FileLocation where;
};

struct FileRange {
    PlacedValue from, to, by;
    bool geometric = false; ///< each value is `by` times the one before, else `by` more
};

/// A key with its value in [base], or its values in [parameters] and [[together]].
struct FileParameter {
    const SpaceKey* key = nullptr;
    FileLocation where;
    std::vector<PlacedValue> values;
    std::optional<FileRange> range;
};

struct FileAxis {
    std::vector<FileParameter> parameters;
    FileLocation where;
};

struct FileNetwork {
    FileLocation where;
    PlacedText name, file;
    std::optional<std::vector<PlacedText>> layers;
    std::optional<PlacedValue> runs;
    std::optional<PlacedText> accuracy;
};

struct FileObjective {
    PlacedText expression;
    bool maximize = false;
    std::optional<double> reference;
};

struct SpaceFile {
    PlacedText name;
    std::optional<PlacedText> architecture;
    std::vector<FileParameter> base;
    std::vector<FileNetwork> networks;
    std::optional<std::vector<PlacedText>> tables;
    std::vector<FileAxis> axes; ///< in the order of the file, as are their parameters
    std::vector<PlacedText> conditions, constraints;
    std::vector<FileObjective> objectives;
};

/// Throws FormatError with everything that is wrong; `name` stands for the file.
SpaceFile read_space_file(const std::string& text, const std::string& name);

} // namespace fracbit::explorer
