// Texts that are no space file: what is said and where it points.
#include "tests/explorer/space/small_space.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::explorer;
using fracbit::tests::small_error;
using fracbit::tests::space_error;

namespace {

const std::string objective = "[[objective]]\nminimize = 'cycles'\n";
const std::string network = "[[network]]\nname = 'net'\nfile = 'net.csv'\n";
const std::string head = "format_version = 1\nname = 's'\n";

} // namespace

TEST_CASE("a file without what every space has gets a format error") {
    struct Case {
        std::string text;
        const char* error;
    };
    const Case cases[] = {
        {"", "s.toml: format_version is missing: add 'format_version = 1' at the top"},
        {"format_version = 2\nnew = 1",
         "s.toml:1:18: format_version 2 is newer than this program reads (1): update fracbit"},
        {"format_version = 0\nname = 's'\n" + network + objective,
         "s.toml:1:18: format_version = 0 is not allowed: use 1"},
        {"format_version = '1'\nname = 's'\n" + network + objective,
         "s.toml:1:18: format_version: expected an integer, found a string"},
        {"format_version = 1\n" + network + objective, "s.toml: name is missing"},
        {"format_version = 1\nname = \"a\\u001Bb\"\n" + network + objective,
         "s.toml:2:8: name = \"a\\u001Bb\" is not allowed: use 1 to 200 printable characters"},
        {head + objective, "s.toml: no network: add at least one [[network]] with name and file"},
        {head + network, "s.toml: no objective: add at least one [[objective]] with maximize or minimize"},
        {head, "s.toml: no network: add at least one [[network]] with name and file\n"
               "s.toml: no objective: add at least one [[objective]] with maximize or minimize"},
    };
    for (const Case& c : cases) {
        INFO(c.text);
        CHECK(space_error<FormatError>(c.text) == c.error);
    }
    CHECK(space_error<FormatError>("format_version = 1\nname = [").rfind("s.toml:2:9: this is not TOML: ", 0) == 0);
}

TEST_CASE("each key, type or table that does not belong there gets a format error with its place") {
    struct Case {
        const char* text;
        const char* error;
    };
    const Case cases[] = {
        {"[parameter]\nencoding.q = [1]",
         "s.toml:8:2: unknown table 'parameter' at the top level; did you mean 'parameters'?"},
        {"[base]\narchitectur = 'x'", "s.toml:9:1: unknown parameter 'architectur'; did you mean 'architecture'?"},
        {"[base]\narchitecture = 3", "s.toml:9:16: base.architecture: expected a text, found an integer"},
        {"[base]\nformat_version = 1", "s.toml:9:1: unknown parameter 'format_version'; allowed are the keys of an "
                                       "architecture, encoding.*, technology and network (docs/design_spaces.md)"},
        {"[base]\nencoding.q = [1]", "s.toml:9:10: base.encoding.q: expected a single value, found an array; what is "
                                     "varied stands in [parameters]"},
        {"[base]\nencoding.q = 1.5", "s.toml:9:14: encoding.q = 1.5: expected an integer, found a number"},
        {"[base]\nencoding = 3", "s.toml:9:1: 'encoding' holds keys: expected encoding.KEY = ..., found an integer"},
        {"[base]\nencoding.q = 1\n'encoding.q' = 2", "s.toml:10:1: encoding.q is fixed twice: keep only one of them"},
        {"[base]\nmemory.latency_ns = 1\nmemory.latency_cycles = 2",
         "s.toml:10:8: memory.latency_ns and memory.latency_cycles say the same: keep only one of them"},
        {"[base]\nencoding.q = 2024-01-01", "s.toml:9:14: encoding.q: expected a single value, found a date or time"},
        {"[parameters]\nn_in = [8]", "s.toml:9:1: unknown parameter 'n_in'; did you mean 'encoding.n_in'?"},
        {"[parameters]\nlanes = [8]",
         "s.toml:9:1: unknown parameter 'lanes'; did you mean 'weights.lanes' or 'vector_unit.lanes'?"},
        {"[parameters]\nencoding.qq = [8]", "s.toml:9:10: unknown parameter 'encoding.qq'; did you mean 'encoding.q'?"},
        {"[parameters]\nencodin.n_ins = [8]",
         "s.toml:9:1: unknown table of parameters 'encodin'; did you mean 'encoding'?"},
        {"[parameters]\nencoding.bits = [8]",
         "s.toml:9:10: unknown parameter 'encoding.bits'; did you mean 'encoding.taps'?"},
        {"[parameters]\nencoding.zzzzzzzzzzzzzzzzzzzzzzz = [8]",
         "s.toml:9:10: unknown parameter 'encoding.zzzzzzzzzzzzzzzzzzzzzzz'; allowed: encoding.format, encoding.q, "
         "encoding.n_in, encoding.n_out, encoding.taps, encoding.matrix_seed, encoding.order, encoding.sparsity, "
         "encoding.mask, encoding.rank, encoding.mask_columns, encoding.patches, encoding.block_slices, "
         "encoding.patches_per_slice, encoding.registers, encoding.seed"},
        {"[parameters]\nweights.lanes = 4", "s.toml:9:9: weights.lanes: expected a list [...] or a range { from, to, "
                                            "step }, found an integer; a value that "
                                            "does not vary stands in [base]"},
        {"[parameters]\nweights.lanes = [4, 'x']",
         "s.toml:9:21: weights.lanes = \"x\": expected an integer, found a string"},
        {"[parameters]\nweights.lanes = [[4]]", "s.toml:9:18: weights.lanes: expected a single value, found an array"},
        {"[parameters]\nweights.lanes = { from = 1, to = 4 }",
         "s.toml:9:9: weights.lanes: a range has 'from', 'to' and either 'step' or 'times'"},
        {"[parameters]\nweights.lanes = { from = 1, step = 4 }",
         "s.toml:9:9: weights.lanes: a range has 'from', 'to' and either 'step' or 'times'"},
        {"[parameters]\nweights.lanes = { from = 1, to = 4, step = 1, times = 2 }",
         "s.toml:9:9: weights.lanes: a range has 'from', 'to' and either 'step' or 'times'"},
        {"[parameters]\nweights.lanes = { from = 1, to = 4, stop = 1 }",
         "s.toml:9:37: unknown key 'stop' in the range of weights.lanes; did you mean 'step'?"},
        {"[parameters]\nweights.lanes = { from = 1, to = 4, times = 1.5 }",
         "s.toml:9:45: weights.lanes.times = 1.5: expected an integer, found a number"},
        {"[parameters]\narray.mode = { from = 1, to = 4, step = 1 }",
         "s.toml:9:7: array.mode: a range is for numbers; write a list, allowed is one of: add_sub, xnor, dense, "
         "shift"},
        {"[parameters]\nkeep_on_chip = { from = 0, to = 1, step = 1 }",
         "s.toml:9:1: keep_on_chip: a range is for numbers; write a list, allowed is true or false"},
        {"[parameters]\nencoding.q = [1]\n[[together]]\nencoding.q = [2]",
         "s.toml:11:10: encoding.q is varied twice: keep only one of them"},
        {"[base]\nencoding.q = 1\n[parameters]\nencoding.q = [2]",
         "s.toml:11:10: encoding.q is fixed in [base] and varied: keep only one of them"},
        {"[base]\nmemory.bandwidth_gb_s = 1\n[parameters]\nmemory.bytes_per_cycle = [2]",
         "s.toml:11:8: memory.bandwidth_gb_s and memory.bytes_per_cycle say the same: keep only one of them"},
        {"[[together]]", "s.toml:8:1: together: name at least one parameter"},
        {"[together]\nencoding.q = [2]", "s.toml:8:1: 'together' must be tables: expected [[together]], found a table"},
        {"[conditions]\nal = ['true']", "s.toml:9:1: unknown key 'al' in [conditions]; did you mean 'all'?"},
        {"[conditions]\nall = 'true'", "s.toml:9:7: conditions.all: expected an array of texts, found a string"},
        {"[constraints]\nall = ['true', 3]", "s.toml:9:16: constraints.all: expected a text, found an integer"},
        {"[constraints]\nall = ['']", "s.toml:9:8: constraints.all: expected a text, found an empty one"},
        {"[[objective]]", "s.toml:8:1: objective: give either maximize or minimize"},
        {"[[objective]]\nmaximize = 'cycles'\nminimize = 'cycles'",
         "s.toml:8:1: objective: give either maximize or minimize"},
        {"[[objective]]\nmaximise = 'cycles'",
         "s.toml:8:1: objective: give either maximize or minimize\n"
         "s.toml:9:1: unknown key 'maximise' in [objective]; did you mean 'maximize'?"},
        {"[[objective]]\nminimize = 3", "s.toml:9:12: objective.minimize: expected a text, found an integer"},
        {"[[objective]]\nminimize = 'cycles'\nreference = '0'",
         "s.toml:10:13: objective.reference: expected a number, found a string"},
        {"[[objective]]\nminimize = 'cycles'\nreference = inf",
         "s.toml:10:13: objective.reference must be finite; leave it out for none"},
        {"[[network]]\nname = 'b'", "s.toml:8:1: network.file is missing"},
        {"[[network]]\nfile = 'b'", "s.toml:8:1: network.name is missing"},
        {"[[network]]\nname = 'b'\nfile = ''", "s.toml:10:8: network.file: expected a text, found an empty one"},
        {"[[network]]\nname = 'b'\nfile = 'f'\nlayers = 'fc1'",
         "s.toml:11:10: network.layers: expected an array of texts, found a string"},
        {"[[network]]\nname = 'b'\nfile = 'f'\nruns = true",
         "s.toml:11:8: network.runs = true: expected a number, found a boolean"},
        {"[[network]]\nname = 'b'\nfile = 'f'\nwidth = 3",
         "s.toml:11:1: unknown key 'width' in [network]; allowed: name, file, layers, runs, accuracy"},
        {"[accuracy]\ntables = 'published'",
         "s.toml:9:10: accuracy.tables: expected an array of texts, found a string"},
        {"[accuracy]\ntable = ['published']", "s.toml:9:1: unknown key 'table' in [accuracy]; did you mean 'tables'?"},
    };
    for (const Case& c : cases) {
        INFO(c.text);
        CHECK(small_error<FormatError>(c.text) == c.error);
    }
}

TEST_CASE("what must be a table is one") {
    const std::string rest = network + objective;
    CHECK(space_error<FormatError>(head + "parameters = 3\n" + rest) ==
          "s.toml:3:14: 'parameters' must be a table: expected [parameters], found an integer");
    CHECK(space_error<FormatError>(head + "network = 3\n" + objective) ==
          "s.toml:3:11: 'network' must be tables: expected [[network]], found an integer");
    CHECK(space_error<FormatError>(head + "network = []\n" + objective) ==
          "s.toml:3:11: 'network' must be tables: expected [[network]], found an array");
    CHECK(space_error<FormatError>(head + "objective = [3]\n" + network) ==
          "s.toml:3:13: 'objective' must be tables: expected [[objective]], found an array");
}

TEST_CASE("all problems of form are reported at once, in the order of the file, and the error keeps the first place") {
    try {
        (void)tests::small_space("[constraints]\nal = []\n[base]\nx = 3\nencoding.q = 'y'\n");
        FAIL("no error");
    } catch (const FormatError& error) {
        CHECK(error.what() ==
              std::string("s.toml:9:1: unknown key 'al' in [constraints]; did you mean 'all'?\n"
                          "s.toml:11:1: unknown parameter 'x'; allowed are the keys of an architecture, "
                          "encoding.*, technology and network (docs/design_spaces.md)\n"
                          "s.toml:12:14: encoding.q = \"y\": expected an integer, found a string"));
        CHECK(error.file() == "s.toml");
        CHECK(error.where().line == 9);
        CHECK(error.exit_code() == ExitCode::bad_input);
    }
}

TEST_CASE("values that are not allowed are reported together with problems of form") {
    CHECK(small_error<FormatError>(
              "[base]\nencoding.q = 9\n[parameters]\nweights.lane = [1]\n"
              "encoding.n_in = [8, 12, 65, 'x']\nmemory.outstanding = { from = 9, to = 3, step = 1 }\n"
              "[[together]]\narray.rows = [0, 3]\narray.columns = [4, 4]\n") ==
          "s.toml:9:14: encoding.q = 9 is not allowed: use 1 to 8\n"
          "s.toml:11:9: unknown parameter 'weights.lane'; did you mean 'weights.lanes'?\n"
          "s.toml:12:25: encoding.n_in = 65 is not allowed: use 1 to 64\n"
          "s.toml:12:29: encoding.n_in = \"x\": expected an integer, found a string\n"
          "s.toml:13:39: memory.outstanding: a range goes upwards: 'to' must not be less than 'from'\n"
          "s.toml:15:15: array.rows = 0 is not allowed: use 1 to 4096");
}

TEST_CASE("keys of points may be spelt with or without quotes, and as tables") {
    for (const char* text : {"[parameters]\n'encoding.q' = [2]\n[base]\n'memory.outstanding' = 5\n",
                             "[parameters]\nencoding.q = [2]\n[base]\nmemory.outstanding = 5\n",
                             "[parameters.encoding]\nq = [2]\n[base.memory]\noutstanding = 5\n",
                             "[parameters]\nencoding = { q = [2] }\n[base]\nmemory = { outstanding = 5 }\n"}) {
        INFO(text);
        const DesignSpace space = tests::small_space(text);
        CHECK(space.parameters().front().rule.path() == "encoding.q");
        CHECK(space.base().architecture.memory.outstanding == 5);
    }
}
