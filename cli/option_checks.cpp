#include "cli/option_checks.hpp"

#include <cerrno>
#include <cmath>
#include <cstdlib>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace fracbit::cli {
namespace {

std::string whole_problem(const std::string& text, long long least) {
    errno = 0;
    char* end = nullptr;
    const long long value = std::strtoll(text.c_str(), &end, 0);
    const bool good = !text.empty() && *end == '\0' && errno == 0 && value >= least;
    return good ? "" : fmt::format("'{}' is not allowed: use a whole number from {}", text, least);
}

} // namespace

std::string nan_problem(const std::string& text) {
    return std::isnan(std::strtod(text.c_str(), nullptr)) ? fmt::format("'{}' is not a number", text) : "";
}

std::string seed_problem(const std::string& text) {
    errno = 0;
    char* end = nullptr;
    (void)std::strtoull(text.c_str(), &end, 0);
    const bool whole = !text.empty() && *end == '\0' && text.find('-') == std::string::npos;
    return whole && errno == 0 ? "" : fmt::format("'{}' is not allowed: use a whole number from 0 to 2^64 - 1", text);
}

std::string count_problem(const std::string& text) { return whole_problem(text, 0); }

std::string size_problem(const std::string& text) { return whole_problem(text, 1); }

void refuse_empty_texts(CLI::App& app) {
    const auto problem = [](const std::string& text) {
        return text.empty() ? std::string("an empty text is not allowed: give a value, or leave it out") : "";
    };
    for (CLI::Option* option : app.get_options())
        if (option->get_items_expected_max() > 0) option->check(problem);
    for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) refuse_empty_texts(*command);
}

} // namespace fracbit::cli
