package io.stravaai.test.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A contract is worth what it catches. */
class BrokenStoresTest {

    @Test
    void activities_checkThenAct_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.ChecksThenActs.class))
                .containsExactly("commit_manyThreadsOneVersion_exactlyOneWins");
    }

    @Test
    void activities_versionIgnored_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.IgnoresTheVersion.class))
                .containsExactly(
                        "commit_afterAPurge_beginsAnew",
                        "commit_firstThoughThereIsAState_changesNothing",
                        "commit_manyThreadsOneVersion_exactlyOneWins",
                        "commit_ofTheFirstState_takesAnyVersion",
                        "commit_staleVersion_changesNothing",
                        "commit_versionAhead_changesNothing",
                        "secondInstance_seesAndGuardsTheSameData");
    }

    @Test
    void activities_commitInSteps_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.CommitsInSteps.class))
                .containsExactly("commit_whileOthersRead_isSeenWholeOrNotAtAll");
    }

    @Test
    void activities_tiesLost_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.LosesTies.class))
                .containsExactly(
                        "deletedRow_isFoundButNotListed",
                        "list_afterAnActivityThatIsNotStored_beginsBehindItsPlace",
                        "list_pageByPage_keepsTheOrderThroughTiesAndMissingStarts",
                        "list_pageByPage_passesOverDeletedRows");
    }

    @Test
    void activities_deletionHidden_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.HidesDeletions.class))
                .containsExactly("deletedRow_isFoundButNotListed");
    }

    @Test
    void activities_spanCutShort_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.CutsTheSpan.class))
                .containsExactly("deletedRow_isFoundButNotListed", "known_spanAsked_answersBothEndsAndEachOnce");
    }

    @Test
    void activities_purgeThatLeavesSomething_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.PurgesHalf.class))
                .contains("purge_leavesNothingAndIsIdempotent");
    }

    @Test
    void activities_changedJson_isCaught() {
        assertThat(ContractRun.failures(BrokenActivityStores.ReformatsJson.class))
                .containsExactly("rawJson_comesBackByteForByte");
    }

    @Test
    void tokens_checkThenAct_isCaught() {
        assertThat(ContractRun.failures(BrokenTokenStores.ChecksThenActs.class))
                .contains("claim_manyThreadsOneVersion_exactlyOneWins", "replace_manyThreadsOneVersion_exactlyOneWins");
    }

    @Test
    void tokens_versionIgnored_isCaught() {
        assertThat(ContractRun.failures(BrokenTokenStores.IgnoresTheVersion.class))
                .contains(
                        "claim_otherVersion_changesNothing",
                        "replace_otherVersion_changesNothing",
                        "replace_afterDeleteAndNewConsent_doesNotOverwriteIt",
                        "claim_manyThreadsOneVersion_exactlyOneWins",
                        "replace_manyThreadsOneVersion_exactlyOneWins")
                .doesNotContain("claim_noGrant_createsNone");
    }

    @Test
    void tokens_versionUsedAgain_isCaught() {
        assertThat(ContractRun.failures(BrokenTokenStores.ReusesVersions.class))
                .containsExactly(
                        "replace_afterDeleteAndNewConsent_doesNotOverwriteIt",
                        "replace_ofVersion0_storesOnlyWhereNothingIs",
                        "version_afterADelete_isNotUsedAgain");
    }

    @Test
    void tokens_claimKept_isCaught() {
        assertThat(ContractRun.failures(BrokenTokenStores.KeepsTheClaim.class))
                .containsExactly("put_overAClaim_removesItAndItsVersion");
    }

    @Test
    void quota_checkThenAct_isCaught() {
        assertThat(ContractRun.failures(BrokenLedgers.ChecksThenActs.class))
                .contains("replace_manyThreadsOneVersion_exactlyOneWins");
    }

    @Test
    void quota_versionIgnored_isCaught() {
        assertThat(ContractRun.failures(BrokenLedgers.IgnoresTheVersion.class))
                .contains(
                        "replace_noRowThoughOneExpected_createsNone",
                        "replace_otherVersion_changesNothing",
                        "replace_rowThoughNoneExpected_changesNothing",
                        "replace_manyThreadsOneVersion_exactlyOneWins");
    }

    @Test
    void quota_partOfTheStateLost_isCaught() {
        assertThat(ContractRun.failures(BrokenLedgers.DropsTheBlock.class))
                .containsExactly("replace_everyPartOfTheState_comesBack");
    }
}
