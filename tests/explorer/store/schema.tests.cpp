#include "explorer/store/schema.hpp"

#include "explorer/store/result_store.hpp"
#include "models/files/text_file.hpp"
#include "tests/explorer/store/small_exploration.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <SQLiteCpp/SQLiteCpp.h>
#include <set>
#include <sstream>

using namespace fracbit;
using namespace fracbit::explorer;
using namespace fracbit::tests;
using Catch::Matchers::Contains;

namespace {

std::string page() { return models::read_text_file(FRACBIT_SOURCE_DIR "/docs/store.md"); }

/// What stands in the page's block of SQL below a heading.
std::string sql_below(const std::string& heading) {
    const auto text = page();
    const auto start = text.find("```sql\n", text.find("\n" + heading + "\n"));
    REQUIRE(start != std::string::npos);
    return text.substr(start + 7, text.find("```\n", start + 7) - start - 7);
}

/// The example of the page.
void make_example(const std::string& path) {
    auto header = SmallExploration().header();
    header.columns = {{"weights.lanes", "", "parameter", false, {}, {}},
                      {"technology", "", "parameter", false, {}, {"nangate45", "asap7"}},
                      {"cycles", "cycles", "metric", false, {}, {}},
                      {"area_mm2", "mm2", "objective", false, {}, {}},
                      {"runs_per_second", "1/s", "objective", true, {}, {}}};
    auto store = ResultStore::open(path, header);
    StoreCounts counts;
    counts.points = {2, 0, 0, 0, 1};
    store.commit({0, 1, 3}, counts, {{7, 1, {0.5, -9.5}, {4, 1, 100, 0.5, 9.5}}}, {{9, {8, 0, 50, 0.75, 8}}});
}

std::vector<std::vector<std::string>> rows_of(SQLite::Database& database, const std::string& sql) {
    std::vector<std::vector<std::string>> rows;
    for (SQLite::Statement query(database, sql); query.executeStep();) {
        rows.emplace_back();
        for (int i = 0; i < query.getColumnCount(); ++i) rows.back().push_back(query.getColumn(i).getString());
    }
    return rows;
}

} // namespace

TEST_CASE("docs store.md has the schema of a real file") {
    const TemporaryFolder folder;
    make_example(folder.file("r.sqlite"));
    SQLite::Database database(folder.file("r.sqlite"));
    std::string schema;
    for (const auto& row : rows_of(database, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid"))
        schema += row[0] + ";\n";
    CHECK(sql_below("## Schema") == schema);
    CHECK_THAT(page(), Contains("`PRAGMA application_id` is " +
                                rows_of(database, "PRAGMA application_id").front().front() + "\n"));
    CHECK_THAT(page(), Contains("format\nversion " + rows_of(database, "PRAGMA user_version").front().front() + ";"));
    CHECK(rows_of(database, "PRAGMA journal_mode").front().front() == "delete");
    CHECK(rows_of(database, "PRAGMA integrity_check").front().front() == "ok");
}

TEST_CASE("docs store.md names every key of meta, every status and no other key") {
    const TemporaryFolder folder;
    make_example(folder.file("r.sqlite"));
    SQLite::Database database(folder.file("r.sqlite"));
    std::set<std::string> keys, documented;
    for (const auto& row : rows_of(database, "SELECT key FROM meta")) keys.insert(row[0]);
    const auto text = page();
    std::istringstream lines(text.substr(text.find("| key in `meta` |")));
    std::string line;
    std::getline(lines, line);
    std::getline(lines, line);
    while (std::getline(lines, line) && line.rfind("| `", 0) == 0) {
        const auto cell = line.substr(0, line.find('|', 1));
        for (auto at = cell.find('`'); at != std::string::npos; at = cell.find('`', at + 1)) {
            const auto end = cell.find('`', at + 1);
            documented.insert(cell.substr(at + 1, end - at - 1));
            at = end;
        }
    }
    CHECK(documented == keys);
    for (const auto* status : status_names) CHECK_THAT(text, Contains(std::string("`") + status + "`"));
}

TEST_CASE("the questions of docs store.md have answers") {
    const TemporaryFolder folder;
    make_example(folder.file("r.sqlite"));
    SQLite::Database database(folder.file("r.sqlite"));
    std::istringstream questions(sql_below("## Questions"));
    std::vector<std::vector<std::vector<std::string>>> answers;
    for (std::string question; std::getline(questions, question, ';');)
        if (question.find("SELECT") != std::string::npos) answers.push_back(rows_of(database, question));
    REQUIRE(answers.size() == 3);
    CHECK(answers[0] == std::vector<std::vector<std::string>>{{"7", "4", "asap7", "100"}});
    CHECK(answers[1][0][0] == "feasible");
    CHECK(answers[2] == std::vector<std::vector<std::string>>{{"3", "12"}});
}

TEST_CASE("views show names and texts") {
    const TemporaryFolder folder;
    make_example(folder.file("r.sqlite"));
    SQLite::Database database(folder.file("r.sqlite"));
    CHECK(rows_of(database, "SELECT * FROM front") ==
          std::vector<std::vector<std::string>>{{"7", "1", "4", "asap7", "100", "0.5", "9.5"}});
    CHECK(rows_of(database, "SELECT * FROM sample") ==
          std::vector<std::vector<std::string>>{{"9", "0", "8", "nangate45", "50", "0.75", "8"}});
}

TEST_CASE("names that SQLite cannot tell apart get numbers in views") {
    const auto view = schema_of({{"ID", "", "metric", false, {}, {}},
                                 {"x", "", "metric", false, {}, {}},
                                 {"X", "", "metric", false, {}, {}},
                                 {"x", "", "metric", false, {}, {}},
                                 {"a \"b\"", "", "objective", false, {}, {}}})
                          .back();
    CHECK(view.sql == "CREATE VIEW sample AS SELECT\n  id,\n  on_front,\n  v0 AS \"ID (2)\",\n  v1 AS \"x\",\n  v2 AS "
                      "\"X (2)\",\n  v3 AS \"x (3)\",\n  v4 AS \"min(a \"\"b\"\")\"\nFROM points WHERE in_sample ORDER "
                      "BY id");
}
