// The files that a space names: where they are looked for, what is kept, what is said when they are missing.
#include "models/files/text_file.hpp"
#include "tests/explorer/space/small_space.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace fracbit;
using namespace fracbit::explorer;
using fracbit::tests::message_of;
using fracbit::tests::TemporaryFolder;

namespace {

void write(const std::string& path, const std::string& text) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path) << text;
}

const std::string architecture = "format_version = 1\nname = 'mine'\n[array]\nrows = 16\n";
const std::string space_text = R"(format_version = 1
name = "all of it"
[base]
architecture = "../arch/mine.toml"
[[network]]
name = "net"
file = "../networks/net.csv"
accuracy = "mine/here"
[[network]]
name = "half"
file = "../networks/net.csv"
layers = ["fc2"]
[accuracy]
tables = ["published", "mine.csv"]
[parameters]
technology = ["scaled_16nm", "half.toml"]
[[objective]]
minimize = "cycles"
)";

/// Writes the whole of the space and gives its path.
std::string write_space(const TemporaryFolder& folder) {
    write(folder.file("spaces/s.toml"), space_text);
    write(folder.file("arch/mine.toml"), architecture);
    write(folder.file("networks/net.csv"), tests::small_network);
    write(folder.file("spaces/mine.csv"), tests::one_accuracy);
    write(folder.file("spaces/half.toml"), tests::half_technology);
    return folder.file("spaces/s.toml");
}

} // namespace

TEST_CASE("files lie where the space says, seen from its own folder") {
    const TemporaryFolder folder;
    const DesignSpace space = read_space(write_space(folder));
    CHECK(space.base().architecture.name == "mine");
    CHECK(space.base().architecture.array.rows == 16);
    REQUIRE(space.networks().size() == 2);
    CHECK(space.networks()[0].network.layers.size() == 2);
    CHECK(space.networks()[0].network.name == "net");
    CHECK(space.networks()[0].accuracy_network == "mine");
    CHECK(space.networks()[0].accuracy_dataset == "here");
    REQUIRE(space.networks()[1].network.layers.size() == 1);
    CHECK(space.networks()[1].network.layers[0].name == "fc2");
    CHECK(space.networks()[1].network.independent_layers);
    CHECK(space.networks()[1].accuracy_network.empty());
    CHECK(space.technology("half.toml").name == "half");
    CHECK(space.accuracy_tables().size() == 2);
    CHECK(space.accuracy_tables()[1] == tests::one_accuracy);
    CHECK(space.accuracy().knows("mine", "here"));
    CHECK(space.accuracy().knows("resnet20", "cifar10"));
}

TEST_CASE("a space is rebuilt from the texts that it keeps, without a disk") {
    const TemporaryFolder folder;
    const DesignSpace space = read_space(write_space(folder));
    CHECK(space.files().at("") == space_text);
    CHECK(space.files().at("../arch/mine.toml") == architecture);
    CHECK(space.files().at("../networks/net.csv") == tests::small_network);
    CHECK(space.files().at("half.toml") == tests::half_technology);
    CHECK(space.files().at("mine.csv") == tests::one_accuracy);
    CHECK(space.files().at("<published>") == shipped_accuracy_tables().front().second);
    CHECK(space.files().count("<scaled_16nm>") == 1);
    CHECK(space.files().size() == 7);
    std::filesystem::remove_all(folder.path());
    const DesignSpace again = parse_space(space.files(), "kept");
    CHECK(again.hash() == space.hash());
    CHECK(again.files() == space.files());
    CHECK(again.size() == space.size());
}

TEST_CASE("texts that were kept count, also of what is part of the program") {
    const DesignSpace space = tests::small_space("");
    SpaceFiles files = space.files();
    REQUIRE(files.count("<nangate45>") == 1);
    std::string& text = files["<nangate45>"];
    const std::size_t node = text.find("node_nm = {value = 45");
    REQUIRE(node != std::string::npos);
    text.replace(node, 21, "node_nm = {value = 46");
    const DesignSpace other = parse_space(files, "s.toml");
    CHECK(other.technology("nangate45").node_nm.value == 46);
    CHECK(other.hash() != space.hash());
    CHECK(other.files() == files);
}

TEST_CASE("a file that is missing is named with its place in the space file") {
    struct Case {
        const char *file, *place;
    };
    for (const Case& c :
         {Case{"arch/mine.toml", ":4:16: base.architecture: "}, Case{"networks/net.csv", ":7:8: network.file: "},
          Case{"spaces/mine.csv", ":14:24: accuracy.tables: "}, Case{"spaces/half.toml", ":16:30: technology: "}}) {
        const TemporaryFolder folder;
        const std::string path = write_space(folder);
        std::filesystem::remove(folder.file(c.file));
        const std::string reason =
            message_of<MissingFileError>([&] { (void)models::read_text_file(folder.file(c.file)); });
        INFO(c.file);
        const std::string expected = path + c.place;
        CHECK(message_of<MissingFileError>([&] { (void)read_space(path); }) == expected + reason);
    }
    const TemporaryFolder folder;
    const std::string reason =
        message_of<MissingFileError>([&] { (void)models::read_text_file(folder.file("no.toml")); });
    CHECK(message_of<MissingFileError>([&] { (void)read_space(folder.file("no.toml")); }) == reason);
}

TEST_CASE("a kept file that is missing is named, too") {
    CHECK(message_of<MissingFileError>([] {
              (void)parse_space({{"", tests::small_text("")}}, "s.toml");
          }) == "s.toml:5:8: network.file: 'net.csv' is not among the kept files");
    CHECK(message_of<MissingFileError>([] { (void)parse_space({}, "s.toml"); }) ==
          "s.toml: the text of the space is not among the kept files");
}

TEST_CASE("what is wrong in a file that the space names is said of that file") {
    const TemporaryFolder folder;
    const std::string path = write_space(folder);
    write(folder.file("networks/net.csv"), "name,kind\nfc\n");
    CHECK(message_of<FormatError>([&] { (void)read_space(path); }).rfind(folder.file("networks/net.csv") + ":", 0) ==
          0);
    write(folder.file("networks/net.csv"), tests::small_network);
    write(folder.file("arch/mine.toml"), "format_version = 1\n[array]\nrow = 3\n");
    CHECK(message_of<FormatError>([&] { (void)read_space(path); }) ==
          folder.file("arch/mine.toml") + ":3:1: unknown key 'row' in [array]; did you mean 'rows'?");
}

TEST_CASE("each network that is not allowed is refused with its place") {
    struct Case {
        const char* text; ///< of a second network
        const char* error;
    };
    const Case cases[] = {
        {"name = 'res-net'\nfile = 'net.csv'",
         "s.toml:9:8: network.name = \"res-net\" is not allowed: use a letter, then letters, "
         "digits and _, so that expressions can name it"},
        {"name = '2net'\nfile = 'net.csv'",
         "s.toml:9:8: network.name = \"2net\" is not allowed: use a letter, then letters, "
         "digits and _, so that expressions can name it"},
        {"name = 'array'\nfile = 'net.csv'", "s.toml:9:8: network.name = 'array' is not allowed: [array] holds keys"},
        {"name = 'encoding'\nfile = 'net.csv'",
         "s.toml:9:8: network.name = 'encoding' is not allowed: [encoding] holds keys"},
        {"name = 'net'\nfile = 'net.csv'", "s.toml:9:8: network.name = 'net' comes twice: names must differ"},
        {"name = 'b'\nfile = 'net.csv'\nruns = 0",
         "s.toml:11:8: network.runs = 0 is not allowed: use 1e-06 to 1000000000"},
        {"name = 'b'\nfile = 'net.csv'\nlayers = ['fc1', 'fc3']",
         "s.toml:8:1: network.layers: network 'b' has no layer 'fc3'; did you mean 'fc1'?"},
        {"name = 'b'\nfile = 'net.csv'\nlayers = ['fc1', 'fc1']", "s.toml:11:18: network.layers: 'fc1' comes twice"},
        {"name = 'b'\nfile = 'net.csv'\nlayers = []",
         "s.toml:8:1: network.layers is empty: name layers, or leave the key out for all"},
        {"name = 'b'\nfile = 'net.csv'\naccuracy = 'resnet20'",
         "s.toml:11:12: network.accuracy = \"resnet20\" is not allowed: use NETWORK/DATASET, as in "
         "\"resnet20/cifar10\""},
        {"name = 'b'\nfile = 'net.csv'\naccuracy = 'a/b/c'",
         "s.toml:11:12: network.accuracy = \"a/b/c\" is not allowed: use NETWORK/DATASET, as in \"resnet20/cifar10\""},
        {"name = 'b'\nfile = 'net.csv'\naccuracy = 'resnet20/cifar100'",
         "s.toml:11:12: network.accuracy: no accuracy table has rows of 'resnet20/cifar100'; did you mean "
         "'resnet20/cifar10'?"},
        {"name = 'b'\nfile = 'net.csv'\naccuracy = 'resnet20/cifar10'\n[accuracy]\ntables = ['publshed']",
         "s.toml:13:11: accuracy table 'publshed' is not shipped with this program; did you mean 'published'? (or give "
         "a .csv "
         "file)"},
    };
    for (const Case& c : cases) {
        INFO(c.text);
        CHECK(tests::small_error<ConfigError>(std::string("[[network]]\n") + c.text) == c.error);
    }
}

TEST_CASE("accuracy tables are read only where a network asks for accuracy") {
    CHECK(tests::small_space("[accuracy]\ntables = ['missing.csv']\n").accuracy_tables().empty());
    const DesignSpace space =
        tests::small_space("[[network]]\nname = 'b'\nfile = 'net.csv'\naccuracy = 'resnet20/cifar10'\n");
    REQUIRE(space.accuracy_tables().size() == 1);
    CHECK(space.accuracy_tables().front() == shipped_accuracy_tables().front().second);
    CHECK(tests::small_space("[[network]]\nname = 'b'\nfile = 'net.csv'\naccuracy = 'lenet5/mnist'\n"
                             "[accuracy]\ntables = ['reimplemented']\n")
              .accuracy()
              .knows("lenet5", "mnist"));
}
