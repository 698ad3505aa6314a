package dev.attune.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By what a request is known again, by this version and the one before. */
class RequestHashesTest {
  private static final String ALL =
      "{'dataset':'icons','task':'classification','split':'test','limit':4,'seed':0,"
          + "'model':'icons-clip-s','method':{'type':'tpt','steps':1,'learningRate':0.005,"
          + "'weightDecay':5.0E-4,'sampleK':1,'views':16,'selection':0.25,'cropScale':0.5,"
          + "'reward':{'models':[],'baseline':true,'amplify':false,'scope':'view',"
          + "'weights':'mean'},'augmentation':'crop','parameters':'all','distillation':'kd',"
          + "'minEntropyWeight':0.0,'batchNorm':{'statistics':'running','priorStrength':0.0},"
          + "'momentum':null,'contextVectors':null,'maskPadding':false}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'preset':'rlcf-tune','dataset':'icons-outline','limit':5}"
            + " | 9c62f8c3c6847b602c337b4a5b3029db9ded674f4a1fd9a8d4f4ee6646ba27a6",
        "{'name':'mine','preset':'rlcf-tune','dataset':'icons-outline','limit':5,'seed':3,"
            + "'model':'icons-clip-s','method':{'learningRate':1,'sampleK':4,'reward':{'models':"
            + "['icons-clip-l'],'amplify':true},'batchNorm':{'priorStrength':16},"
            + "'momentum':{'tau':0.9}}}"
            + " | b95f9a0a714a6a66082d43ce7ab804885355c1eb15550cbca7db078bffa40b87",
        ALL + " | f5685b92e92bab1e65d023f665c736cf0de5fe7455dda96b6ed2ff91f7f99503",
        "{'preset':'train-capdec','dataset':'scenes','limit':40,'training':{'captioner':'mine',"
            + "'epochs':2,'learningRate':1,'noise':0.016}}"
            + " | b5056964c7d34cf3b28fd07096a80ecc5e3491823d0966d72507991c28c31f9d",
        "{'preset':'rlcf-tune','dataset':'icons','method':{}}"
            + " | 0ef7aa0db605535eda3f2635612770fec48801f393282004d932dedae11faa01",
        "{'method':{'reward':null,'momentum':null,'steps':null},'dataset':'icons',"
            + "'preset':'rlcf-tune'}"
            + " | 0ef7aa0db605535eda3f2635612770fec48801f393282004d932dedae11faa01",
      })
  void version1sHashIsAmongThem(String request, String hash) {
    assertThat(RequestHashes.of(House.request(request))).hasSize(2).contains(hash);
  }

  @Test
  void otherRequestsHaveOthers() {
    assertThat(hash("{'preset':'tpt','dataset':'icons','method':{'steps':1}}"))
        .isNotEqualTo(hash("{'preset':'tpt','dataset':'icons','method':{'steps':2}}"))
        .isNotEqualTo(hash("{'preset':'tpt','dataset':'icons'}"))
        .isNotEqualTo(hash("{'preset':'tpt','dataset':'icons','method':{'steps':null}}"));
  }

  @Test
  void theOrderOfValuesMakesNoOtherRequest() {
    assertThat(
            hash("{'preset':'tpt','method':{'steps':1,'reward':{'scope':'view','amplify':true}}}"))
        .isEqualTo(
            hash("{'method':{'reward':{'amplify':true,'scope':'view'},'steps':1},'preset':'tpt'}"));
  }

  @Test
  void whatVersion1DidNotKnowItDidNotKeep() {
    assertThat(
            RequestHashes.of(
                House.request(
                    "{'method':{'type':'mean-of-views','plainShare':0.5},'dataset':'x'}")))
        .hasSize(1);
    assertThat(
            RequestHashes.of(
                House.request("{'preset':'rlcf-tune','dataset':'x','method':{'momentum':false}}")))
        .hasSize(1);
  }

  private static String hash(String request) {
    return RequestHashes.of(House.request(request)).get(0);
  }
}
