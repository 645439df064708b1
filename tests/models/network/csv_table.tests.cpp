#include "models/network/csv_table.hpp"
#include "models/core/error.hpp"
#include "tests/models/network/csv_file.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace fracbit;
using namespace fracbit::models;
using fracbit::tests::CsvFile;

namespace {

std::vector<std::vector<std::string>> cells(const CsvTable& table) {
    std::vector<std::vector<std::string>> all;
    const auto add = [&all](const CsvRow& row) {
        all.emplace_back();
        for (const CsvField& field : row.fields) all.back().push_back(field.text);
    };
    add(table.header);
    for (const CsvRow& row : table.rows) add(row);
    return all;
}

} // namespace

TEST_CASE("a table reads the same with any line ends, byte order mark, blanks, quotes and trailing commas") {
    const std::vector<std::vector<std::string>> expected{{"a", "b"}, {"1", "2"}, {"x,y", "say \"hi\""}};
    const std::string remarks =
        "# remark, with \"quote\n\n  a\t, b \n ,, \n  # more\n 1 ,\t2, # note, \"more\"\n \"x,y\" , "
        "\"say \"\"hi\"\"\" \n\n";
    for (const std::string& text : std::vector<std::string>{
             "a,b\n1,2\n\"x,y\",\"say \"\"hi\"\"\"\n",
             "a,b\n1,2\n\"x,y\",\"say \"\"hi\"\"\"",
             "a,b\r\n1,2\r\n\"x,y\",\"say \"\"hi\"\"\"\r\n",
             "\357\273\277a,b\n1,2\n\"x,y\",\"say \"\"hi\"\"\"\n",
             "a,b,\n1,2,\n\"x,y\",\"say \"\"hi\"\"\",\n",
             "a,b,\n1,2\n\"x,y\",\"say \"\"hi\"\"\"\n",
             "a,b\n1,2,\n\"x,y\",\"say \"\"hi\"\"\", ,\n",
             remarks,
         }) {
        INFO(text);
        CHECK(cells(read_csv_table(CsvFile(text).path())) == expected);
    }
}

TEST_CASE("a table knows the place of every field") {
    const CsvFile file("# one\n\n a, bb\n 1,  22\n");
    const CsvTable table = read_csv_table(file.path());
    CHECK(table.header.line == 3);
    CHECK(table.header.fields[1].column == 5);
    CHECK(table.rows[0].line == 4);
    CHECK(table.rows[0].fields[1].column == 6);
    CHECK(table.rows[0].end_column == 8);
    CHECK(std::string(table.error_at(table.rows[0], 1, "bad").what()) == file.path() + ":4:6: bad");
    CHECK(std::string(table.error_at(table.rows[0], 2, "bad").what()) == file.path() + ":4:8: bad");
}

TEST_CASE("settings are comment lines with an equals sign above the header") {
    const CsvFile file("# format_version = 1\n#plain remark\n#key=a value \na\n# late = 1\n1\n");
    const CsvTable table = read_csv_table(file.path());
    CHECK(table.settings.size() == 2);
    CHECK(table.settings.at("format_version").value == "1");
    CHECK(table.settings.at("format_version").line == 1);
    CHECK(table.settings.at("key").value == "a value");
}

TEST_CASE("a file that is no table is refused with its place") {
    struct Case {
        std::string text, message;
    };
    const std::vector<Case> cases{
        {"", "F: it is empty; a header and rows are needed"},
        {"\xEF\xBB\xBF", "F: it is empty; a header and rows are needed"},
        {"\n \n,,\n# only this\n", "F: it is empty; a header and rows are needed"},
        {"a,b\n", "F:1:4: there are no rows below the header; at least one is needed"},
        {"a,b\n,,\n#1,2\n", "F:1:4: there are no rows below the header; at least one is needed"},
        {"a,b\n1,2,3\n", "F:2:5: found '3' behind the last of the header's 2 columns; remove it"},
        {"a,b\n1,2,,3,\n", "F:2:5: found '' behind the last of the header's 2 columns; remove it"},
        {"a,b\n1,\"2\n", "F:2:3: a double quote is not closed on its line; close it or remove it"},
        {std::string("a,b\n1,2\n3,\0\n", 12), "F:3: found a NUL byte; a CSV file is text in UTF-8"},
        {std::string(std::size_t{1} << 24, 'a'), "F: it is larger than 16 MiB; a table of layers is far smaller"},
    };
    for (const Case& c : cases) {
        INFO(c.message);
        const CsvFile file(c.text);
        CHECK_THROWS_AS(read_csv_table(file.path()), FormatError);
        CHECK(file.error<FormatError>(read_csv_table) == c.message);
    }
}

TEST_CASE("a missing file and a directory are missing files") {
    CHECK_THROWS_AS(read_csv_table("/no/such/net.csv"), MissingFileError);
    CHECK_THROWS_WITH(read_csv_table("/no/such/net.csv"), "cannot open '/no/such/net.csv': No such file or directory");
    CHECK_THROWS_AS(read_csv_table("/"), MissingFileError);
    CHECK_THROWS_WITH(read_csv_table("/"), "'/' is a directory; a CSV file is needed");
}

TEST_CASE("text from a file is shown shortened and without control characters") {
    CHECK(in_quotes("a\tb\n") == "'a?b?'");
    CHECK(in_quotes(std::string(60, 'x')) == "'" + std::string(60, 'x') + "'");
    CHECK(in_quotes(std::string(61, 'x')) == "'" + std::string(60, 'x') + "...'");
}

TEST_CASE("a # in a field of a column is that field's text") {
    CHECK(cells(parse_csv_table("a,b\n1,#2\n", "t")) == std::vector<std::vector<std::string>>{{"a", "b"}, {"1", "#2"}});
    CHECK(cells(parse_csv_table("a,b\n\"#1\",2,# 3\n", "t")) ==
          std::vector<std::vector<std::string>>{{"a", "b"}, {"#1", "2"}});
}

TEST_CASE("text in a message is in quotes, short and without control characters") {
    CHECK(in_quotes("a\tb\x7f") == "'a?b?'");
    CHECK(in_quotes(std::string(60, 'x')) == "'" + std::string(60, 'x') + "'");
    CHECK(in_quotes(std::string(61, 'x')) == "'" + std::string(60, 'x') + "...'");
}
