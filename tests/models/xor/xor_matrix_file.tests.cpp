#include "models/core/error.hpp"
#include "models/xor/xor_network.hpp"

#include <catch2/catch.hpp>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace fracbit;
using namespace fracbit::models;
using Catch::Matchers::Message;

namespace {

/// A file that lives as long as the test.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::string& contents)
        : path_(std::filesystem::temp_directory_path() / ("fracbit_matrix_" + std::to_string(::getpid()) + ".txt")) {
        std::ofstream(path_, std::ios::binary) << contents;
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    [[nodiscard]] std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};

std::string repeated(const std::string& text, int times) {
    std::string result;
    for (int i = 0; i < times; ++i) result += text;
    return result;
}

} // namespace

TEST_CASE("a matrix file may hold comments, blank lines, blanks between entries and any line end") {
    const std::string contents = GENERATE("10\n01\n11\n", "10\n01\n11", "# 2 -> 3\n\n1 0 # y0\n  \n0\t1\n# last\n11\n",
                                          "10\r\n01\r\n\r\n11\r\n", "  10\n01  \n 1 1");
    CAPTURE(contents);
    const TemporaryFile file(contents);
    CHECK(read_xor_matrix(file.path()) == XorNetwork(2, {0b01, 0b10, 0b11}));
}

TEST_CASE("a matrix file may be square") {
    const TemporaryFile file("110\n010\n001\n");
    CHECK(read_xor_matrix(file.path()) == XorNetwork(3, {0b011, 0b010, 0b100}));
}

TEST_CASE("the largest matrix can be read and column 0 is the leftmost") {
    const TemporaryFile file(repeated("1" + repeated("0", 62) + "1\n", 1024));
    const auto network = read_xor_matrix(file.path());
    CHECK(network.n_in() == 64);
    CHECK(network.n_out() == 1024);
    CHECK(network.row(1023) == 0x8000000000000001U);
}

TEST_CASE("a bad matrix file is an error that names line and column") {
    const auto [contents, where] = GENERATE(table<std::string, std::string>({
        {"10\n0x\n11\n", "2:2: found 'x'; a row holds only 0s and 1s, blanks between them are allowed"},
        {"10\n01\n1\x01\n", "3:2: found byte 0x01; a row holds only 0s and 1s, blanks between them are allowed"},
        {"# c\n10\n0 1 1\n",
         "3:5: the row has more than 2 columns, the row at line 2 has 2; all rows must be equally long"},
        {"10\n\n0 # 1\n", "3:2: the row ends after 1 columns, the row at line 1 has 2; all rows must be equally long"},
        {"", "1:1: the file holds no row; write one row of 0s and 1s a line"},
        {"# nothing\n\n", "1:1: the file holds no row; write one row of 0s and 1s a line"},
        {"101\n010\n", "1:1: the matrix has 3 columns (n_in) but only 2 rows (n_out); n_in must not exceed n_out"},
        {"# c\n1 0 1\n010\n",
         "2:1: the matrix has 3 columns (n_in) but only 2 rows (n_out); n_in must not exceed n_out"},
        {repeated("1", 65), "1:65: the row has more than 64 columns; n_in is at most 64"},
        {repeated("1\n", 1025), "1025:1: the matrix has more than 1024 rows; n_out is at most 1024"},
    }));
    const TemporaryFile file(contents);
    CHECK_THROWS_MATCHES(read_xor_matrix(file.path()), FormatError, Message(file.path() + ":" + where));
}

TEST_CASE("a matrix file that cannot be opened is an error that says why") {
    CHECK_THROWS_MATCHES(read_xor_matrix("/nonexistent/m.txt"), MissingFileError,
                         Message("cannot open the XOR matrix '/nonexistent/m.txt': No such file or directory; give a "
                                 "readable text file"));
    CHECK_THROWS_MATCHES(read_xor_matrix("/"), MissingFileError,
                         Message("cannot open the XOR matrix '/': it is a directory; give a readable text file"));
}
