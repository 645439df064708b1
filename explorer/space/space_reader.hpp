// Step three of reading a space: values, files, symbols and expressions become a DesignSpace.
#pragma once

#include "explorer/space/design_space.hpp"
#include "explorer/space/problems.hpp"
#include "explorer/space/space_file.hpp"
#include "explorer/space/space_texts.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace fracbit::explorer {

class SpaceReader {
public:
    SpaceReader(SpaceTexts texts, const std::string& name);
    DesignSpace run();

private:
    void read_base();
    void read_networks();
    void read_network(const FileNetwork& network);
    void read_tables();
    std::optional<SpaceTexts::Text> accuracy_text(const PlacedText& name);
    void read_axis(const FileAxis& axis);
    void check_together(const FileAxis& axis, const Axis& read);
    void check_names(const FileParameter& parameter);
    void load_technology(const PlacedText& name);
    void count_points();
    void add_symbols();
    void add_symbol(Parameter& parameter);
    void add_constants();
    void read_expressions();
    std::optional<Expression> expression(const PlacedText& text, const std::string& what, ValueType type);
    void make_columns();

    SpaceTexts texts_;
    Problems problems_;
    SpaceFile file_;
    DesignSpace space_;
    std::set<std::string> unset_; ///< keys that expressions name and that have no value
};

} // namespace fracbit::explorer
