#include "models/rtl/legal_name.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

constexpr std::size_t longest_name = 64;

/// IEEE 1800-2017, annex B.
constexpr std::array keywords = std::to_array<std::string_view>({"accept_on",
                                                                 "alias",
                                                                 "always",
                                                                 "always_comb",
                                                                 "always_ff",
                                                                 "always_latch",
                                                                 "and",
                                                                 "assert",
                                                                 "assign",
                                                                 "assume",
                                                                 "automatic",
                                                                 "before",
                                                                 "begin",
                                                                 "bind",
                                                                 "bins",
                                                                 "binsof",
                                                                 "bit",
                                                                 "break",
                                                                 "buf",
                                                                 "bufif0",
                                                                 "bufif1",
                                                                 "byte",
                                                                 "case",
                                                                 "casex",
                                                                 "casez",
                                                                 "cell",
                                                                 "chandle",
                                                                 "checker",
                                                                 "class",
                                                                 "clocking",
                                                                 "cmos",
                                                                 "config",
                                                                 "const",
                                                                 "constraint",
                                                                 "context",
                                                                 "continue",
                                                                 "cover",
                                                                 "covergroup",
                                                                 "coverpoint",
                                                                 "cross",
                                                                 "deassign",
                                                                 "default",
                                                                 "defparam",
                                                                 "design",
                                                                 "disable",
                                                                 "dist",
                                                                 "do",
                                                                 "edge",
                                                                 "else",
                                                                 "end",
                                                                 "endcase",
                                                                 "endchecker",
                                                                 "endclass",
                                                                 "endclocking",
                                                                 "endconfig",
                                                                 "endfunction",
                                                                 "endgenerate",
                                                                 "endgroup",
                                                                 "endinterface",
                                                                 "endmodule",
                                                                 "endpackage",
                                                                 "endprimitive",
                                                                 "endprogram",
                                                                 "endproperty",
                                                                 "endspecify",
                                                                 "endsequence",
                                                                 "endtable",
                                                                 "endtask",
                                                                 "enum",
                                                                 "event",
                                                                 "eventually",
                                                                 "expect",
                                                                 "export",
                                                                 "extends",
                                                                 "extern",
                                                                 "final",
                                                                 "first_match",
                                                                 "for",
                                                                 "force",
                                                                 "foreach",
                                                                 "forever",
                                                                 "fork",
                                                                 "forkjoin",
                                                                 "function",
                                                                 "generate",
                                                                 "genvar",
                                                                 "global",
                                                                 "highz0",
                                                                 "highz1",
                                                                 "if",
                                                                 "iff",
                                                                 "ifnone",
                                                                 "ignore_bins",
                                                                 "illegal_bins",
                                                                 "implements",
                                                                 "implies",
                                                                 "import",
                                                                 "incdir",
                                                                 "include",
                                                                 "initial",
                                                                 "inout",
                                                                 "input",
                                                                 "inside",
                                                                 "instance",
                                                                 "int",
                                                                 "integer",
                                                                 "interconnect",
                                                                 "interface",
                                                                 "intersect",
                                                                 "join",
                                                                 "join_any",
                                                                 "join_none",
                                                                 "large",
                                                                 "let",
                                                                 "liblist",
                                                                 "library",
                                                                 "local",
                                                                 "localparam",
                                                                 "logic",
                                                                 "longint",
                                                                 "macromodule",
                                                                 "matches",
                                                                 "medium",
                                                                 "modport",
                                                                 "module",
                                                                 "nand",
                                                                 "negedge",
                                                                 "nettype",
                                                                 "new",
                                                                 "nexttime",
                                                                 "nmos",
                                                                 "nor",
                                                                 "noshowcancelled",
                                                                 "not",
                                                                 "notif0",
                                                                 "notif1",
                                                                 "null",
                                                                 "or",
                                                                 "output",
                                                                 "package",
                                                                 "packed",
                                                                 "parameter",
                                                                 "pmos",
                                                                 "posedge",
                                                                 "primitive",
                                                                 "priority",
                                                                 "program",
                                                                 "property",
                                                                 "protected",
                                                                 "pull0",
                                                                 "pull1",
                                                                 "pulldown",
                                                                 "pullup",
                                                                 "pulsestyle_ondetect",
                                                                 "pulsestyle_onevent",
                                                                 "pure",
                                                                 "rand",
                                                                 "randc",
                                                                 "randcase",
                                                                 "randsequence",
                                                                 "rcmos",
                                                                 "real",
                                                                 "realtime",
                                                                 "ref",
                                                                 "reg",
                                                                 "reject_on",
                                                                 "release",
                                                                 "repeat",
                                                                 "restrict",
                                                                 "return",
                                                                 "rnmos",
                                                                 "rpmos",
                                                                 "rtran",
                                                                 "rtranif0",
                                                                 "rtranif1",
                                                                 "s_always",
                                                                 "s_eventually",
                                                                 "s_nexttime",
                                                                 "s_until",
                                                                 "s_until_with",
                                                                 "scalared",
                                                                 "sequence",
                                                                 "shortint",
                                                                 "shortreal",
                                                                 "showcancelled",
                                                                 "signed",
                                                                 "small",
                                                                 "soft",
                                                                 "solve",
                                                                 "specify",
                                                                 "specparam",
                                                                 "static",
                                                                 "string",
                                                                 "strong",
                                                                 "strong0",
                                                                 "strong1",
                                                                 "struct",
                                                                 "super",
                                                                 "supply0",
                                                                 "supply1",
                                                                 "sync_accept_on",
                                                                 "sync_reject_on",
                                                                 "table",
                                                                 "tagged",
                                                                 "task",
                                                                 "this",
                                                                 "throughout",
                                                                 "time",
                                                                 "timeprecision",
                                                                 "timeunit",
                                                                 "tran",
                                                                 "tranif0",
                                                                 "tranif1",
                                                                 "tri",
                                                                 "tri0",
                                                                 "tri1",
                                                                 "triand",
                                                                 "trior",
                                                                 "trireg",
                                                                 "type",
                                                                 "typedef",
                                                                 "union",
                                                                 "unique",
                                                                 "unique0",
                                                                 "unsigned",
                                                                 "until",
                                                                 "until_with",
                                                                 "untyped",
                                                                 "use",
                                                                 "uwire",
                                                                 "var",
                                                                 "vectored",
                                                                 "virtual",
                                                                 "void",
                                                                 "wait",
                                                                 "wait_order",
                                                                 "wand",
                                                                 "weak",
                                                                 "weak0",
                                                                 "weak1",
                                                                 "while",
                                                                 "wildcard",
                                                                 "wire",
                                                                 "with",
                                                                 "within",
                                                                 "wor",
                                                                 "xnor",
                                                                 "xor"});

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A multi-byte character of UTF-8 is one character: its further bytes are dropped.
bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; }

} // namespace

std::string legal_name(std::string_view text) {
    std::string name;
    for (const char c : text)
        if (is_letter(c) || is_digit(c))
            name += c;
        else if (!continues_character(c) && (name.empty() || name.back() != '_'))
            name += '_';
    if (name.empty()) return "unnamed";
    if (!is_letter(name.front())) name.insert(0, name.front() == '_' ? "n" : "n_");
    name.resize(std::min(name.size(), longest_name));
    if (name.back() == '_') name.pop_back(); // two in a row would meet where something is appended
    if (std::find(keywords.begin(), keywords.end(), name) != keywords.end()) name += "_layer";
    return name;
}

std::string LegalNames::add(std::string_view text) {
    const auto take = [this](std::string name) {
        for (char& c : name)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        return taken_.insert(name).second;
    };
    std::string name = legal_name(text);
    if (take(name)) return name;
    for (int number = 2;; ++number) {
        std::string numbered = fmt::format("{}_{}", name, number);
        if (take(numbered)) return numbered;
    }
}

std::string quoted_ascii(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte > 0x7e)
            quoted += fmt::format("\\x{:02x}", byte);
        else
            quoted += c;
    }
    return quoted + '"';
}

} // namespace fracbit::models
