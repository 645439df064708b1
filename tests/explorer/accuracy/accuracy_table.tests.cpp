#include "explorer/accuracy/accuracy_table.hpp"
#include "explorer/evaluation/accuracy_query.hpp"
#include "models/core/error.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace fracbit;
using namespace fracbit::explorer;

namespace {

AccuracyTable published() {
    AccuracyTable table;
    table.add_csv(shipped_accuracy_tables().front().second, "published");
    return table;
}

AccuracyQuery resnet20(int q, int n_in, int n_out, int taps = 2) {
    AccuracyQuery query;
    query.network = "resnet20";
    query.dataset = "cifar10";
    query.q = q;
    query.n_in = n_in;
    query.n_out = n_out;
    query.taps = taps;
    return query;
}

const std::string header =
    "network,dataset,q,n_in,n_out,taps,sparsity,rate,accuracy,full_precision,kind,source,seed,epochs,command\n";

} // namespace

TEST_CASE("a published row is found as it stands, with its kind and source") {
    const auto found = published().find(resnet20(1, 12, 20));
    REQUIRE(found);
    CHECK(found->percent == 89.16);
    CHECK(found->full_precision_percent == 91.87);
    CHECK(found->kind == AccuracyKind::published);
    CHECK(found->source == "FleXOR");
}

TEST_CASE("a rate between two rows is interpolated and says so") {
    const auto found = published().find(resnet20(1, 14, 20));
    REQUIRE(found);
    CHECK(found->percent == Approx(0.5 * (89.16 + 89.91)));
    CHECK(found->kind == AccuracyKind::interpolated);
    CHECK(found->source == "between 0.6 (FleXOR) and 0.8 (FleXOR)");
}

TEST_CASE("another n_out of the same rate, other taps and plain codes are interpolated") {
    for (const AccuracyQuery& query : {resnet20(1, 4, 5), resnet20(1, 16, 20, 3)}) {
        const auto found = published().find(query);
        REQUIRE(found);
        CHECK(found->percent == 89.91);
        CHECK(found->kind == AccuracyKind::interpolated);
    }
    const auto plain = published().find(resnet20(1, 1, 1));
    REQUIRE(plain);
    CHECK(plain->percent == 90.44);
    CHECK(plain->kind == AccuracyKind::interpolated);
}

TEST_CASE("rates outside the rows, other planes and other networks are not guessed") {
    CHECK_FALSE(published().find(resnet20(1, 7, 20)));
    CHECK_FALSE(published().find(resnet20(1, 21, 20)));
    CHECK_FALSE(published().find(resnet20(3, 20, 20)));
    AccuracyQuery other = resnet20(1, 16, 20);
    other.dataset = "imagenet";
    CHECK_FALSE(published().find(other));
    other.full_precision = true;
    CHECK_FALSE(published().find(other));
}

TEST_CASE("a row whose rate differs from layer to layer is never used") {
    const auto found = published().find(resnet20(1, 47, 100)); // 0.47, between 0.4 and 0.6
    REQUIRE(found);
    CHECK(found->percent == Approx(88.23 + 0.35 * (89.16 - 88.23)));
}

TEST_CASE("powers of two have no accuracy in tables of binary codes") {
    AccuracyTable table;
    table.add_csv(header + "net,data,2,1,1,2,0,,90,91,measured,here,1,1,none\n", "t.csv");
    AccuracyQuery query{"net", "data", 2};
    REQUIRE(table.find(query));
    query.shift_bits = 2;
    CHECK_FALSE(table.find(query));
    CHECK(no_accuracy_reason(query) ==
          "no table has the accuracy of net on data with powers of two of 2 bits: its rows "
          "are of binary codes");
}

TEST_CASE("dense8 has the accuracy of full precision") {
    AccuracyQuery query = resnet20(1, 1, 1);
    query.full_precision = true;
    const auto found = published().find(query);
    REQUIRE(found);
    CHECK(found->percent == 91.87);
}

TEST_CASE("rows of other activation bits are no rows of a query, neither as they stand nor between them") {
    AccuracyTable table;
    table.add_csv("network,dataset,q,n_in,n_out,taps,activation_bits,sparsity,accuracy,full_precision,kind,source\n"
                  "net,set,1,4,10,2,,,80,91,published,A\n"
                  "net,set,1,8,10,2,8,,88,91,published,B\n"
                  "net,set,1,4,10,2,2,,60,92,published,C\n"
                  "net,set,1,8,10,2,2,,68,92,published,D\n"
                  "net,set,1,1,1,2,2,0,70,92,published,E\n"
                  "net,set,1,1,1,2,2,0.8,50,92,published,F\n"
                  "net,set,1,1,1,2,1,0,40,92,published,G\n"
                  "low,set,1,1,1,2,1,0,40,93,published,H\n",
                  "t");
    CHECK(table.rows().size() == 8); // of equal keys but for the bits of activations none replaces another
    CHECK(table.rows()[0].activation_bits == 8);
    AccuracyQuery query;
    query.network = "net";
    query.dataset = "set";
    const auto of = [&](int n_in, int activation_bits, double sparsity = 0) -> double {
        query.n_in = n_in;
        query.n_out = 10;
        query.activation_bits = activation_bits;
        query.sparsity = sparsity;
        const auto found = table.find(query);
        return found ? found->percent : -1;
    };
    CHECK(of(8, 8) == 88);
    CHECK(of(8, 2) == 68);
    CHECK(of(8, 3) == -1);
    CHECK(of(6, 8) == Approx(84));
    CHECK(of(6, 2) == Approx(64));
    CHECK(of(6, 1) == -1);
    CHECK(of(9, 8) == -1); // plain codes, the next row, have 2 bits
    CHECK(of(9, 2) == Approx(69));
    CHECK(of(10, 2, 0.4) == Approx(60));
    CHECK(of(10, 8, 0.4) == -1);
    CHECK(of(10, 1, 0.4) == -1);
    query.full_precision = true;
    for (const int bits : {1, 8}) CHECK(of(1, bits) == 91);
    query.network = "low";
    CHECK(of(1, 8) == -1);
    CHECK(no_accuracy_reason(query) ==
          "no table has the full precision of low on set: no row of it has activations of 8 bits");
}

TEST_CASE("a query has the activation bits that its weights meet on the array") {
    const NetworkUse use;
    models::SyntheticSpec spec;
    spec.activation_bits = 3;
    using models::WeightFormat;
    for (const auto& [format, bits] : {std::pair(WeightFormat::flexor, 3),
                                       {WeightFormat::binary, 3},
                                       {WeightFormat::sparse, 3},
                                       {WeightFormat::csr, 3},
                                       {WeightFormat::dense8, 8},
                                       {WeightFormat::shift, 8},
                                       {WeightFormat::shift_xor, 8}}) {
        spec.format = format;
        CHECK(accuracy_query(use, spec).activation_bits == bits);
    }
}

TEST_CASE("pruned weights go by their sparsity, plain codes being the end of the scale") {
    AccuracyTable table;
    table.add_csv(
        header + "net,set,1,20,20,2,0,,90,91,published,A,,,\n" + "net,set,1,1,1,2,0.8,,88,91,published,B,,,\n", "t");
    AccuracyQuery query;
    query.network = "net";
    query.dataset = "set";
    query.n_in = 20;
    query.n_out = 188;
    query.sparsity = 0.8;
    REQUIRE(table.find(query));
    CHECK(table.find(query)->percent == 88);
    CHECK(table.find(query)->kind == AccuracyKind::published);
    query.sparsity = 0.4;
    REQUIRE(table.find(query));
    CHECK(table.find(query)->percent == Approx(89));
    CHECK(table.find(query)->kind == AccuracyKind::interpolated);
    query.sparsity = 0.9;
    CHECK_FALSE(table.find(query));
}

TEST_CASE("coded rows that are not pruned are no end of the scale of sparsities") {
    AccuracyTable table;
    table.add_csv(
        header + "net,set,1,16,20,2,0,,90,91,published,A,,,\n" + "net,set,1,1,1,2,0.8,,88,91,published,B,,,\n", "t");
    AccuracyQuery query{"net", "set"};
    query.sparsity = 0.4;
    CHECK_FALSE(table.find(query));
}

TEST_CASE("between two rows full precision is interpolated, too, and rates count all planes") {
    AccuracyTable table;
    table.add_csv(header + "net,set,2,8,20,2,0,,80,90,published,A,,,\n" + "net,set,2,16,20,2,0,,84,94,published,B,,,\n",
                  "t");
    AccuracyQuery query{"net", "set"};
    query.q = 2;
    query.n_in = 10;
    query.n_out = 20;
    REQUIRE(table.find(query));
    CHECK(table.find(query)->percent == Approx(81));
    CHECK(table.find(query)->full_precision_percent == Approx(91));
    CHECK(table.find(query)->source == "between 0.8 (A) and 1.6 (B)");
}

TEST_CASE("of rows with equal rates the last one counts, on either side") {
    AccuracyTable table;
    table.add_csv(header + "net,set,1,4,20,2,0,,70,90,published,A,,,\n" + "net,set,1,2,10,2,0,,72,90,published,B,,,\n" +
                      "net,set,1,16,20,2,0,,80,90,published,C,,,\n" + "net,set,1,8,10,2,0,,82,90,published,D,,,\n",
                  "t");
    AccuracyQuery query{"net", "set", 1, 10, 20};
    REQUIRE(table.find(query));
    CHECK(table.find(query)->source == "between 0.2 (B) and 0.8 (D)");
    CHECK(table.find(query)->percent == Approx(77));
    query.n_in = 12;
    query.n_out = 15;
    CHECK(table.find(query)->source == "at 0.8 (D)");
    query.n_in = 3;
    CHECK(table.find(query)->source == "at 0.2 (B)");
}

TEST_CASE("plain codes are found whatever taps their row or the query has") {
    AccuracyTable table;
    table.add_csv(header + "net,set,1,1,1,0,0,,90,91,published,A,,,\n", "t");
    for (const int taps : {0, 2, 5}) {
        const auto found = table.find({"net", "set", 1, 1, 1, taps});
        REQUIRE(found);
        CHECK(found->kind == AccuracyKind::published);
    }
}

TEST_CASE("rows that differ in any part of their key stand side by side") {
    AccuracyTable table;
    const std::string first = "a,b,1,8,20,2,0.5,,90,91,published,S,,,\n",
                      listed = "a,b,1,,20,2,0,0.5,90,91,published,S,,,\n";
    std::string rows = first + listed;
    for (const char* other : {"c,b,1,8,20,2,0.5,,90,91,published,S,,,\n", "a,c,1,8,20,2,0.5,,90,91,published,S,,,\n",
                              "a,b,2,8,20,2,0.5,,90,91,published,S,,,\n", "a,b,1,9,20,2,0.5,,90,91,published,S,,,\n",
                              "a,b,1,8,21,2,0.5,,90,91,published,S,,,\n", "a,b,1,8,20,3,0.5,,90,91,published,S,,,\n",
                              "a,b,1,8,20,2,0.6,,90,91,published,S,,,\n", "a,b,1,,20,2,0,0.6,90,91,published,S,,,\n"})
        rows += other;
    table.add_csv(header + rows, "t");
    CHECK(table.rows().size() == 10);
    table.add_csv(header + first + listed, "again");
    CHECK(table.rows().size() == 10);
}

TEST_CASE("later rows replace earlier ones with the same key") {
    AccuracyTable table = published();
    const std::size_t before = table.rows().size();
    table.add_csv(header + "resnet20,cifar10,1,12,20,2,0,,89.5,91.9,measured,ours,1,500,fracbit train\n", "mine.csv");
    CHECK(table.rows().size() == before);
    CHECK(table.find(resnet20(1, 12, 20))->kind == AccuracyKind::measured);
    CHECK(table.find(resnet20(1, 12, 20))->percent == 89.5);
}

TEST_CASE("the shipped tables are read, and list their networks") {
    for (const auto& [name, text] : shipped_accuracy_tables()) {
        AccuracyTable table;
        table.add_csv(text, name);
        CHECK_FALSE(table.rows().empty());
    }
    CHECK(published().networks() ==
          std::vector<std::string>{"resnet20/cifar10", "resnet32/cifar10", "resnet18/imagenet"});
    CHECK(published().knows("resnet18", "imagenet"));
    CHECK_FALSE(published().knows("resnet18", "cifar10"));
}

TEST_CASE("of the shipped tables only the ConvNets of one bit have activations of few bits") {
    AccuracyTable table;
    for (const auto& [name, text] : shipped_accuracy_tables()) table.add_csv(text, name);
    for (const AccuracyRow& row : table.rows()) {
        const bool one_bit = row.network == "convnet_small_aqe" || row.network == "convnet_small_bnn";
        INFO(row.network);
        CHECK(row.activation_bits == (one_bit ? 1 : 8));
    }
    AccuracyQuery query{"convnet_small_aqe", "cifar10-jpeg75"};
    CHECK_FALSE(table.find(query));
    query.activation_bits = 1;
    REQUIRE(table.find(query));
    CHECK(table.find(query)->percent == 59.70);
}

TEST_CASE("a cell that is not allowed is an error with its place, and the table stays as it was") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"a,b,9,1,1,2,0,,90,91,published,S,,,", "t:2:5: '9' is not allowed for q: use a number from 1 to 8"},
        {"a,b,1.5,1,1,2,0,,90,91,published,S,,,", "t:2:5: '1.5' is not allowed for q: use a whole number from 1 to 8"},
        {"a,b,1,1,1,2,0,,nan,91,published,S,,,",
         "t:2:16: 'nan' is not allowed for accuracy: use a number from 0 to 100"},
        {"a,b,1,1,1,2,0,,90,0,published,S,,,",
         "t:2:19: 0 is not allowed for full_precision: losses are measured against it"},
        {"a,b,1,1,1,2,0,,90,91,guessed,S,,,", "t:2:22: 'guessed' is not allowed for kind: use published or measured"},
        {"a,b,1,1,1,2,0,,90,91,interpolated,S,,,",
         "t:2:22: 'interpolated' is not allowed for kind: use published or measured (the program interpolates itself)"},
        {"a,b,1,1,1,2,0,,90,91,measured,S,1,,x", "t:2:35: a measured row needs its epochs: seed, epochs and command"},
        {"a,b,1,1,1,2,0,,90,91,published,,,,", "t:2:32: source is empty: every row needs it"},
        {",b,1,1,1,2,0,,90,91,published,S,,,", "t:2:1: network is empty: every row needs it"},
        {"a,b/c,1,1,1,2,0,,90,91,published,S,,,",
         "t:2:3: 'b/c' is not allowed for dataset: use a name without a slash"},
        {"a,b,1,,1,2,0,,90,91,published,S,,,",
         "t:2:7: n_in is missing: give it, or the rate (bits a weight) where it differs from layer to layer"},
        {"a,b,1,1,1,2,0,1,90,91,published,S,,,",
         "t:2:15: n_in and rate are both given: the rate follows from n_in, leave it empty"},
    };
    for (const auto& [row, message] : cases) {
        AccuracyTable table;
        CHECK_THROWS_MATCHES(table.add_csv(header + row + "\n", "t"), FormatError, Catch::Matchers::Message(message));
        CHECK(table.rows().empty());
    }
    AccuracyTable table;
    for (const auto& [cell, message] :
         {std::pair("0", "'0' is not allowed for activation_bits: use a number from 1 to 8"),
          {"9", "'9' is not allowed for activation_bits: use a number from 1 to 8"},
          {"1.5", "'1.5' is not allowed for activation_bits: use a whole number from 1 to 8"}})
        CHECK_THROWS_MATCHES(
            table.add_csv(fmt::format("activation_bits,{}{},a,b,1,1,1,2,0,,90,91,published,S,,,\n", header, cell), "t"),
            FormatError, Catch::Matchers::Message(fmt::format("t:2:1: {}", message)));
    CHECK(table.rows().empty());
    CHECK_THROWS_MATCHES(
        table.add_csv("# format_version = 2\n" + header + "a,b,1,1,1,2,0,,90,91,published,S,,,\n", "t"), FormatError,
        Catch::Matchers::Message("t:1:1: format_version = 2 is not known: this program reads 1"));
}
