#include "models/network/network_csv.hpp"

#include "models/network/csv_columns.hpp"
#include "models/network/csv_table.hpp"
#include "models/network/network_columns.hpp"
#include "models/network/scale_sim_csv.hpp"

#include <filesystem>
#include <set>
#include <string>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

/// The header tells the three kinds apart by the names that only one of them has.
Network network_from(const CsvTable& table) {
    std::set<std::string> names;
    std::string header;
    for (const CsvField& field : table.header.fields) {
        const std::string name = normalised(field.text);
        names.insert(name);
        names.insert(name.substr(0, name.find(' ')) + " *");
        header += (header.empty() ? "" : ",") + field.text;
    }
    if (names.count("kind") > 0 || names.count("out channels") > 0) return network_from_columns(table);
    if (names.count("ifmap *") > 0 || names.count("filter *") > 0) return network_from_topology(table);
    if (names.count("m") > 0 || names.count("n") > 0 || names.count("k") > 0) return network_from_gemm(table);
    throw table.error_at(
        table.header, 0,
        fmt::format("the header {} is none that is known{}; allowed are our own columns (name,kind,channels,...), "
                    "SCALE-Sim's topology (Layer name,IFMAP Height,IFMAP Width,Filter Height,Filter Width,Channels,"
                    "Num Filter,Strides) and its GEMM table (Layer Name,M,N,K)",
                    in_quotes(header), table.header.fields.size() == 1 ? " (fields are separated by commas)" : ""));
}

Network checked_network(const CsvTable& table, const std::string& path) {
    Network network = network_from(table);
    network.name = std::filesystem::path(path).stem().string();
    try {
        validate(network);
    } catch (const ConfigError& error) {
        throw ConfigError(path + ": " + error.what());
    }
    return network;
}

} // namespace

Network read_network(const std::string& path) {
    return checked_network(read_csv_table(path), path);
}

Network parse_network(const std::string& text, const std::string& path) {
    return checked_network(parse_csv_table(text, path), path);
}

} // namespace fracbit::models
